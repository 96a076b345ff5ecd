using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Strata.Dependencies;

/// <summary>Reads ranges as Poetry writes them: <c>^1.2</c>, <c>~1.2</c>, <c>1.2.*</c>, <c>1.2.3</c>, alternatives by <c>||</c>, and all of PEP 440.</summary>
internal static partial class PoetryRange
{
    /// <summary>Reads a range; false when it cannot be read.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        foreach (var alternative in Blank().Replace(text, "").Split("||"))
        {
            var all = VersionRange.Any;
            foreach (var written in alternative.Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (Single(written) is not { } one)
                {
                    return false;
                }

                all = all.Intersect(one);
            }

            range = range is null ? all : range.Union(all);
        }

        range = range!.Named(text.Trim() is "*" ? "" : text.Trim());
        return true;
    }

    private static VersionRange? Single(string text)
    {
        if (text == "*")
        {
            return VersionRange.Any;
        }

        if (text[0] is not ('^' or '~') || text.StartsWith("~=", StringComparison.Ordinal))
        {
            return VersionSpecifier.TryRead(char.IsAsciiDigit(text[0]) ? "==" + text : text);
        }

        if (!PackageVersion.TryParse(text[1..], out var version))
        {
            return null;
        }

        // A caret keeps the first number that is not zero, a tilde the second.
        var first = version.Release.Index().Where(r => r.Item != 0).Select(r => r.Index + 1).FirstOrDefault(version.Release.Length);
        var count = text[0] == '^' ? first : Math.Min(2, version.Release.Length);
        return VersionRange.Between(version, true, version.Next(count), false);
    }

    // Between a sign and its version.
    [GeneratedRegex(@"(?<=[<>=!~^])\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blank();
}
