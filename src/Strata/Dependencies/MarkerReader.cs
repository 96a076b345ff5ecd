using System.Text.RegularExpressions;

namespace Strata.Dependencies;

/// <summary>Reads the condition of a requirement.</summary>
internal sealed partial class MarkerReader(string text)
{
    private const int DeepestNesting = 32;

    private static readonly HashSet<string> Variables = new(StringComparer.Ordinal)
    {
        "python_version", "python_full_version", "os_name", "sys_platform", "platform_release", "platform_system", "platform_version", "platform_machine",
        "platform_python_implementation", "implementation_name", "implementation_version", "extra", "extras", "dependency_groups",
    };

    private readonly MatchCollection _tokens = Token().Matches(text);
    private int _at;

    private string? Current => _at < _tokens.Count ? _tokens[_at].Value : null;

    /// <summary>The condition; null when it cannot be read.</summary>
    public MarkerNode? Read()
    {
        // What the tokens leave out has to be blank.
        if (Token().Replace(text, "").Trim().Length > 0)
        {
            return null;
        }

        var root = Group(isAnd: false, 0);
        return _at == _tokens.Count ? root : null;
    }

    private MarkerNode? Group(bool isAnd, int depth)
    {
        List<MarkerNode> parts = [];
        do
        {
            if ((isAnd ? Part(depth) : Group(isAnd: true, depth)) is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }
        while (Take(isAnd ? "and" : "or"));
        return parts.Count == 1 ? parts[0] : new MarkerNode.Group(isAnd, [.. parts]);
    }

    private MarkerNode? Part(int depth)
    {
        if (Take("("))
        {
            return depth < DeepestNesting && Group(isAnd: false, depth + 1) is { } inner && Take(")") ? inner : null;
        }

        if (Next() is not { } left || Sign() is not { } sign || Next() is not { } right)
        {
            return null;
        }

        return (Quoted(left), Quoted(right)) switch
        {
            (null, { } value) when Variables.Contains(left) => new MarkerNode.Comparison(left, sign, value, IsTurned: false),
            ({ } value, null) when Variables.Contains(right) => new MarkerNode.Comparison(right, sign, value, IsTurned: true),
            _ => null,
        };
    }

    private string? Sign() => Next() switch
    {
        "not" => Take("in") ? "not in" : null,
        "in" => "in",
        { } sign when sign[0] is '=' or '!' or '<' or '>' or '~' => sign,
        _ => null,
    };

    private bool Take(string token)
    {
        if (Current != token)
        {
            return false;
        }

        _at++;
        return true;
    }

    private string? Next() => _at < _tokens.Count ? _tokens[_at++].Value : null;

    private static string? Quoted(string token) => token[0] is '\'' or '"' ? token[1..^1] : null;

    [GeneratedRegex("""'[^']*'|"[^"]*"|[A-Za-z_][A-Za-z0-9_.]*|===|[=!<>~]=|[<>()]""", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
