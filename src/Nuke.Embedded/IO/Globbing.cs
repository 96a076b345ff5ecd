using System.Text;
using System.Text.RegularExpressions;

namespace Nuke.Common.IO;

/// <summary>Finds files and directories by patterns: <c>*</c> and <c>?</c> within a name, <c>**</c> across directories, <c>{a,b}</c>.</summary>
public static class Globbing
{
    /// <summary>Files below the directory that match one of the patterns.</summary>
    public static IReadOnlyCollection<AbsolutePath> GlobFiles(this AbsolutePath directory, params string[] patterns) =>
        Glob(directory, patterns, Directory.EnumerateFiles);

    /// <summary>Directories below the directory that match one of the patterns.</summary>
    public static IReadOnlyCollection<AbsolutePath> GlobDirectories(this AbsolutePath directory, params string[] patterns) =>
        Glob(directory, patterns, Directory.EnumerateDirectories);

    private static List<AbsolutePath> Glob(
        AbsolutePath directory, string[] patterns, Func<string, string, SearchOption, IEnumerable<string>> enumerate)
    {
        if (!directory.DirectoryExists())
            return [];
        var options = OperatingSystem.IsWindows() ? RegexOptions.IgnoreCase : RegexOptions.None;
        var expressions = patterns.Select(p => new Regex(Expression(p.Replace('\\', '/')), options)).ToList();
        return [.. enumerate(directory, "*", SearchOption.AllDirectories)
            .Where(path => expressions.Any(e => e.IsMatch(Path.GetRelativePath(directory, path).Replace('\\', '/'))))
            .Order(StringComparer.Ordinal)
            .Select(AbsolutePath.Create)];
    }

    private static string Expression(string pattern)
    {
        var text = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern.AsSpan(i).StartsWith("**/"))
            {
                text.Append("(.*/)?");
                i += 2;
            }
            else if (pattern.AsSpan(i).StartsWith("**"))
            {
                text.Append(".*");
                i++;
            }
            else
            {
                text.Append(pattern[i] switch
                {
                    '*' => "[^/]*",
                    '?' => "[^/]",
                    '{' => "(",
                    '}' => ")",
                    ',' => "|",
                    var c => Regex.Escape(c.ToString()),
                });
            }
        }

        return text.Append('$').ToString();
    }
}
