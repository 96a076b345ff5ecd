using System.Text.RegularExpressions;

namespace Strata.Engine.BuildKit;

/// <summary>Takes the <c>syntax</c> directive out of a Dockerfile, for networks where the frontend that it names cannot be pulled.</summary>
public static partial class BuiltInFrontend
{
    /// <summary>The text without the directive, each instruction on its old line; null when there is none.</summary>
    /// <remarks>An empty line ends the directives, so those after <c>syntax</c> move up a line and the gap comes after the last.</remarks>
    public static string? WithoutSyntax(string text)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n');
        var count = 0;
        var syntax = -1;
        while (count < lines.Length && Directive().Match(lines[count]) is { Success: true } match)
        {
            syntax = match.Groups[1].Value.Equals("syntax", StringComparison.OrdinalIgnoreCase) ? count : syntax;
            count++;
        }

        if (syntax < 0)
        {
            return null;
        }

        var end = lines[syntax].EndsWith('\r') ? "\r" : "";
        return string.Join('\n', [.. lines[..syntax], .. lines[(syntax + 1)..count], end, .. lines[count..]]);
    }

    [GeneratedRegex(@"\A#\s*(syntax|escape|check)\s*=\s*\S", RegexOptions.IgnoreCase)]
    private static partial Regex Directive();
}
