using System.Collections.Immutable;

namespace Strata.Planning;

/// <summary>What differs between two manifests, told as people say it.</summary>
public static class ManifestDifference
{
    private const int Told = 3;

    /// <summary>A phrase for each input that differs, in the order of manifests: <c>file services/router/app.py changed</c>, <c>parent base-ml</c>.</summary>
    public static ImmutableArray<string> Between(InputManifest before, InputManifest after)
    {
        var old = before.Entries.ToLookup(e => (e.Kind, e.Name), e => e.Value);
        var now = after.Entries.ToLookup(e => (e.Kind, e.Name), e => e.Value);
        return
        [
            .. old.Select(g => g.Key).Union(now.Select(g => g.Key))
                .Where(key => !old[key].SequenceEqual(now[key]))
                .OrderBy(key => key.Kind).ThenBy(key => key.Name, StringComparer.Ordinal)
                .Select(key => Phrase(key.Kind, key.Name, [.. old[key]], [.. now[key]])),
        ];
    }

    /// <summary>The first three phrases, and how many more there are; empty when nothing differs.</summary>
    public static string Tell(IReadOnlyCollection<string> phrases) =>
        string.Join(", ", phrases.Take(Told)) + (phrases.Count > Told ? $" and {phrases.Count - Told} more" : "");

    private static string Phrase(InputKind kind, string name, string[] old, string[] now)
    {
        var change = old.Length == 0 ? "added" : now.Length == 0 ? "deleted" : "changed";
        return kind switch
        {
            InputKind.Format => "strata builds it otherwise than before",
            InputKind.Platform or InputKind.Supply or InputKind.Stage or InputKind.Version => FromTo(kind, old, now),
            InputKind.Dockerfile => $"{name} {change}",
            InputKind.Argument => $"argument {name} {change}",
            InputKind.Label => $"label {name} {change}",
            InputKind.Upstream => $"upstream {name} {(change == "changed" ? "moved" : change)}",
            InputKind.Source => $"source {name} {(change == "changed" ? "moved" : change)}",
            InputKind.Parent => change == "changed" ? $"parent {name}" : $"parent {name} {change}",
            InputKind.File => $"file {name} {change}",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }

    private static string FromTo(InputKind kind, string[] old, string[] now)
    {
        var word = kind.ToString().ToLowerInvariant();
        return (old, now) switch
        {
            ([var from], [var to]) => $"{word} {from} -> {to}",
            ([], [var to]) => $"{word} {to}",
            ([var from], []) => $"{word} {from} taken away",
            _ => $"{word} changed",
        };
    }
}
