using System.Text.RegularExpressions;

namespace Strata.Engine.BuildKit;

/// <summary>A vertex's name taken apart: <c>[target platform stage n/m] INSTRUCTION</c>.</summary>
/// <param name="Target">The bake target that came first; empty when the name has none.</param>
/// <param name="Platform">The platform when several are built; else empty.</param>
/// <param name="Stage">The stage; empty in a Dockerfile of one nameless stage.</param>
/// <param name="Index">From 1; 0 for what is no numbered step.</param>
/// <param name="Count">Of how many; 0 for what is no numbered step.</param>
/// <param name="Text">The rest.</param>
internal sealed partial record VertexName(string Target, string Platform, string Stage, int Index, int Count, string Text)
{
    /// <summary>Takes a name apart.</summary>
    /// <param name="name">As BuildKit shows it.</param>
    /// <param name="isTarget">Tells targets of the request from other first words.</param>
    public static VertexName Parse(string name, Func<string, bool> isTarget)
    {
        var match = Pattern().Match(name);
        if (!match.Success)
        {
            return new VertexName("", "", "", 0, 0, name);
        }

        var words = match.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var target = Take(words, isTarget);
        var platform = Take(words, w => w.Contains('/'));
        var text = match.Groups["text"].Value;
        if (!match.Groups["n"].Success)
        {
            return new VertexName(target, platform, "", 0, 0, text);
        }

        return int.TryParse(match.Groups["n"].Value, out var index) && int.TryParse(match.Groups["m"].Value, out var count)
            ? new VertexName(target, platform, string.Join(' ', words), index, count, text)
            : new VertexName(target, platform, "", 0, 0, text);
    }

    private static string Take(List<string> words, Func<string, bool> wanted)
    {
        if (words.Count == 0 || !wanted(words[0]))
        {
            return "";
        }

        var word = words[0];
        words.RemoveAt(0);
        return word;
    }

    [GeneratedRegex(@"\A\[(?<words>[^\]]*?)\s*(?:(?<=[\[\s])(?<n>\d+)/(?<m>\d+))?\]\s*(?<text>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
