using Strata.Dockerfiles;

namespace Strata.Linting.Shell;

/// <summary>Programs that start the program behind them.</summary>
internal static class ShellWrapper
{
    // With the options that take the next word as their value.
    private static readonly Dictionary<string, string[]> Options = new(StringComparer.Ordinal)
    {
        ["sudo"] = ["-u", "-g", "-h", "-p", "-C"],
        ["env"] = ["-u", "-C", "-S"],
        ["xargs"] = ["-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s"],
        ["exec"] = ["-a"],
        ["command"] = [],
        ["nice"] = ["-n"],
        ["nohup"] = [],
        ["eatmydata"] = [],
        ["gosu"] = [],
        ["s6-setuidgid"] = [],
    };

    /// <summary>The words of the command that a wrapper starts; null when it is no wrapper or starts nothing.</summary>
    public static List<Word>? Inner(List<Word> words)
    {
        if (!Options.TryGetValue(words[0].Text[(words[0].Text.LastIndexOf('/') + 1)..], out var withValue))
        {
            return null;
        }

        var at = words[0].Text is "gosu" or "s6-setuidgid" ? 2 : 1;
        while (at < words.Count && (words[at].Text.StartsWith('-') || ShellReader.Assignment().IsMatch(words[at].Text)))
        {
            at += withValue.Contains(words[at].Text) ? 2 : 1;
        }

        return at < words.Count ? words[at..] : null;
    }
}
