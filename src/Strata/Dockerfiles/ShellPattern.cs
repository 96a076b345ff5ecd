using System.Text;
using System.Text.RegularExpressions;

namespace Strata.Dockerfiles;

/// <summary>The patterns of <c>${X#p}</c>, <c>${X%p}</c> and <c>${X/p/r}</c>: '*' is any text, '?' one character, '\' takes the meaning of both away.</summary>
internal static class ShellPattern
{
    public static string TrimStart(string value, string pattern, bool longest)
    {
        var match = ToRegex(pattern, longest, "^").Match(value);
        return match.Success ? value[match.Length..] : value;
    }

    // A regular expression finds no shortest match at the end; reversed, it is the shortest at the start.
    public static string TrimEnd(string value, string pattern, bool longest)
    {
        var regex = ToRegex(Reverse(pattern), longest, "^");
        var match = regex.Match(Reverse(value, keepEscapes: false));
        return match.Success ? value[..^match.Length] : value;
    }

    public static string Replace(string value, string pattern, string replacement, bool all) =>
        ToRegex(pattern, longest: true, "").Replace(value, _ => replacement, all ? -1 : 1);

    private static Regex ToRegex(string pattern, bool longest, string anchor)
    {
        var regex = new StringBuilder(anchor);
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*':
                    regex.Append(longest ? ".*" : ".*?");
                    break;
                case '?':
                    regex.Append('.');
                    break;
                case '\\' when i + 1 < pattern.Length && pattern[i + 1] is ('}' or '/'):
                    break;
                case '\\':
                    i++;
                    if (i == pattern.Length || pattern[i] is not ('*' or '?' or '\\'))
                    {
                        throw new ShellSyntaxException($"the pattern '{pattern}' has an escape that is not allowed");
                    }

                    regex.Append('\\').Append(pattern[i]);
                    break;
                default:
                    regex.Append(Regex.Escape(pattern[i].ToString()));
                    break;
            }
        }

        try
        {
            return new Regex(regex.ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ShellSyntaxException("the pattern of a substitution is too large");
        }
    }

    private static string Reverse(string text, bool keepEscapes = true)
    {
        var reversed = new char[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (keepEscapes && text[i] == '\\' && i + 1 < text.Length)
            {
                reversed[^(i + 2)] = '\\';
                reversed[^(i + 1)] = text[i + 1];
                i++;
            }
            else
            {
                reversed[^(i + 1)] = text[i];
            }
        }

        return new string(reversed);
    }
}
