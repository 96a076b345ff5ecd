using System.Text;
using System.Text.RegularExpressions;

namespace Strata.Dockerfiles;

/// <summary>One pattern of a <see cref="PathPatterns"/>, with the meaning that BuildKit gives it.</summary>
internal sealed class PathPattern
{
    private readonly Func<string, bool> _matches;

    private PathPattern(string text, bool isException)
    {
        Text = text;
        IsException = isException;
        var bare = TrimEnd(TrimEnd(text, "/**"), "/*");
        PlainPrefix = bare.AsSpan().IndexOfAny("*[]?^\\") < 0 ? bare : null;
        _matches = Compile(text);
    }

    /// <summary>The pattern without its '!'.</summary>
    public string Text { get; }

    /// <summary>It began with '!': what it matches is none of the list after all.</summary>
    public bool IsException { get; }

    /// <summary>The path that all it matches stands at or below; null when it can match anywhere.</summary>
    public string? PlainPrefix { get; }

    /// <summary>Reads a cleaned pattern.</summary>
    /// <exception cref="FormatException">BuildKit would refuse it.</exception>
    public static PathPattern Create(string pattern)
    {
        var isException = pattern[0] == '!';
        var text = isException ? pattern[1..] : pattern;
        if (text.Length == 0)
        {
            throw new FormatException("'!' has no pattern behind it");
        }

        return GoPath.Match(text, ".") is null ? throw new FormatException($"the pattern '{text}' is malformed") : new PathPattern(text, isException);
    }

    /// <summary>Whether the whole path is matched; what stands above it is not asked.</summary>
    public bool Matches(string path) => _matches(path);

    // The odd cases are BuildKit's: "**" at the start makes a suffix of what follows, at the end of a plain text a prefix of that text, slash or
    // not; both without a regular expression, so that characters which are special in one mean themselves only there.
    private static Func<string, bool> Compile(string text)
    {
        var isSuffix = text.StartsWith("**", StringComparison.Ordinal);
        var rest = isSuffix ? text[2..] : text;
        if (rest.AsSpan().IndexOfAny("*?[]\\") < 0)
        {
            return (isSuffix, rest) switch
            {
                (false, _) => path => path == text,
                (true, "") => _ => true,
                (true, ['/', .. var name]) => path => path.EndsWith(rest, StringComparison.Ordinal) || path == name,
                _ => path => path.EndsWith(rest, StringComparison.Ordinal),
            };
        }

        if (!isSuffix && text.EndsWith("**", StringComparison.Ordinal) && text.AsSpan(0, text.Length - 2).IndexOfAny("*?[]\\") < 0)
        {
            var prefix = text[..^2];
            return path => path.StartsWith(prefix, StringComparison.Ordinal);
        }

        return text.AsSpan().IndexOfAny("[]\\{}|^") < 0 ? new GlobAutomaton(text).Matches : ToRegex(text).IsMatch;
    }

    // As BuildKit writes it: '{', '}', '|' and '^' keep what they mean in a regular expression, and so does a letter behind '\'.
    private static Regex ToRegex(string text)
    {
        const string One = @"(?:[^/\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF])";
        var regex = new StringBuilder(@"\A");
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '*' when i + 1 < text.Length && text[i + 1] == '*':
                    i += i + 2 < text.Length && text[i + 2] == '/' ? 2 : 1;
                    regex.Append(i + 1 == text.Length ? ".*" : "(.*/)?");
                    break;
                case '*':
                    regex.Append("[^/]*");
                    break;
                case '?':
                    regex.Append(One);
                    break;
                case '.' or '+' or '(' or ')' or '$':
                    regex.Append('\\').Append(text[i]);
                    break;
                case '\\' when i + 1 < text.Length:
                    regex.Append('\\').Append(text[++i]);
                    break;
                case '[' when regex[^1] == '-':
                    // Here, unlike in Go, '-[' in a class would subtract another one.
                    regex.Append(@"\[");
                    break;
                default:
                    regex.Append(text[i]);
                    break;
            }
        }

        try
        {
            return new Regex(regex.Append(@"\z").ToString(), RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"the pattern '{text}' is malformed");
        }
    }

    private static string TrimEnd(string text, string end) => text.EndsWith(end, StringComparison.Ordinal) ? text[..^end.Length] : text;
}
