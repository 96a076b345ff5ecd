using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Strata.Dependencies;

/// <summary>Finds the imports of a Python source by reading its tokens; what is built at run time is not seen.</summary>
public static partial class PythonImports
{
    /// <summary>The absolute imports of a source, in its order.</summary>
    public static ImmutableArray<PythonImport> Read(DependencyFile file)
    {
        var code = WithoutTexts(file.Text);
        var imports = ImmutableArray.CreateBuilder<PythonImport>();
        var optional = -1;
        foreach (Match line in Line().Matches(code))
        {
            var indent = line.Groups["indent"].Length;
            var statement = line.Groups["code"];
            if (statement.Length == 0)
            {
                continue;
            }

            // What stands behind "except" is tried as well.
            if (optional >= 0 && indent <= optional && !(indent == optional && Handler().IsMatch(statement.Value)))
            {
                optional = -1;
            }

            if (optional < 0 && (IsTried(code, line) || TypeChecking().IsMatch(statement.Value)))
            {
                optional = indent;
            }

            foreach (Match part in Statement().Matches(statement.Value))
            {
                imports.AddRange(Read(file, statement.Index + part.Groups["code"].Index, part.Groups["code"].Value, optional >= 0));
            }
        }

        return imports.ToImmutable();
    }

    private static IEnumerable<PythonImport> Read(DependencyFile file, int start, string statement, bool isOptional)
    {
        if (From().Match(statement) is { Success: true } from)
        {
            var names = from.Groups["names"].Value.Trim('(', ')', ' ').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var module = from.Groups["module"];
            yield return new PythonImport(
                module.Value, [.. names.Select(n => n.Split(' ')[0])], file.Span(start + module.Index, start + module.Index + module.Length), isOptional);
        }
        else if (Import().Match(statement) is { Success: true } import)
        {
            foreach (Capture module in import.Groups["module"].Captures)
            {
                yield return new PythonImport(module.Value, [], file.Span(start + module.Index, start + module.Index + module.Length), isOptional);
            }
        }
    }

    // "try:" whose first "except" at the same depth is about a missing module.
    private static bool IsTried(string code, Match line)
    {
        if (!line.Groups["code"].Value.StartsWith("try", StringComparison.Ordinal) || !Try().IsMatch(line.Groups["code"].Value))
        {
            return false;
        }

        for (var next = line.NextMatch(); next.Success; next = next.NextMatch())
        {
            if (next.Groups["code"].Length > 0 && next.Groups["indent"].Length <= line.Groups["indent"].Length)
            {
                return Except().IsMatch(next.Groups["code"].Value);
            }
        }

        return false;
    }

    // Texts and comments become blanks, and so do line ends within brackets and behind a backslash: every character keeps its place.
    private static string WithoutTexts(string text)
    {
        var code = text.ToCharArray();
        var depth = 0;
        for (var at = 0; at < code.Length;)
        {
            var c = code[at];
            if (c == '#')
            {
                for (; at < code.Length && code[at] != '\n'; at++)
                {
                    code[at] = ' ';
                }
            }
            else if (c is '"' or '\'')
            {
                at = Blank(code, at);
            }
            else
            {
                depth = c is '(' or '[' or '{' ? depth + 1 : c is ')' or ']' or '}' ? Math.Max(0, depth - 1) : depth;
                if (c == '\\' && at + 1 < code.Length && code[at + 1] is '\n' or '\r')
                {
                    code[at] = code[at + 1] = ' ';
                    at += at + 2 < code.Length && code[at + 2] == '\n' ? 1 : 0;
                    code[Math.Min(at + 1, code.Length - 1)] = ' ';
                    at++;
                }
                else if (c is '\n' or '\r' && depth > 0)
                {
                    code[at] = ' ';
                }

                at++;
            }
        }

        return new string(code);
    }

    private static int Blank(char[] code, int at)
    {
        var quote = code[at];
        var isLong = at + 2 < code.Length && code[at + 1] == quote && code[at + 2] == quote;
        var length = isLong ? 3 : 1;
        var end = at + length;
        while (end < code.Length && !(isLong ? end + 2 < code.Length && code[end] == quote && code[end + 1] == quote && code[end + 2] == quote : code[end] == quote || code[end] == '\n'))
        {
            end += code[end] == '\\' ? 2 : 1;
        }

        end = Math.Min(code.Length, end + (end < code.Length && code[end] == '\n' && !isLong ? 0 : length));
        for (; at < end; at++)
        {
            code[at] = isLong || code[at] is not ('\n' or '\r') ? '_' : code[at];
        }

        return end;
    }

    [GeneratedRegex(@"^(?<indent>[ \t\uFEFF]*)(?<code>[^\r\n]*)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Line();

    // Statements behind ';' and behind the ':' of a block on one line.
    [GeneratedRegex(@"(?:^|;|:)[ \t]*(?<code>(?:import|from)\b[^;]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\Afrom\s+(?<module>[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*)\s+import\b\s*(?<names>[^;]*)", RegexOptions.CultureInvariant)]
    private static partial Regex From();

    [GeneratedRegex(@"\Aimport\s+(?<module>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?:\s+as\s+\w+)?(?:\s*,\s*(?<module>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?:\s+as\s+\w+)?)*\s*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Import();

    [GeneratedRegex(@"\Atry\s*:", RegexOptions.CultureInvariant)]
    private static partial Regex Try();

    [GeneratedRegex(@"\Aexcept\s*(?::|\b[^:]*\b(?:ImportError|ModuleNotFoundError|Exception)\b)", RegexOptions.CultureInvariant)]
    private static partial Regex Except();

    [GeneratedRegex(@"\A(?:except|else|finally)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Handler();

    [GeneratedRegex(@"\Aif\s+(?:typing\s*\.\s*|t\s*\.\s*)?TYPE_CHECKING\b", RegexOptions.CultureInvariant)]
    private static partial Regex TypeChecking();
}
