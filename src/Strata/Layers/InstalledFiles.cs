using System.Collections.Immutable;

namespace Strata.Layers;

/// <summary>Says which files of a layer belong to which Python distribution: what its RECORD lists, and what was compiled from that.</summary>
public static class InstalledFiles
{
    /// <summary>Gives entries their distribution.</summary>
    /// <param name="entries">The layer's entries.</param>
    /// <param name="records">Distributions of the same layer with the text of their RECORD; null where there is none.</param>
    public static (ImmutableArray<LayerEntry> Entries, ImmutableArray<PythonDistribution> Distributions) Assign(
        IReadOnlyList<LayerEntry> entries, IReadOnlyList<(PythonDistribution Distribution, string? Record)> records)
    {
        var owners = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < records.Count; i++)
        {
            foreach (var path in Paths(records[i].Distribution, records[i].Record))
            {
                owners.TryAdd(path, i);
            }
        }

        ImmutableArray<PythonDistribution> distributions = [.. records.Select(r => r.Distribution)];
        return owners.Count == 0
            ? ([.. entries], distributions)
            : ([.. entries.Select(e => Owner(e, owners) is var owner && owner >= 0 ? e with { Distribution = owner } : e)], distributions);
    }

    private static int Owner(LayerEntry entry, Dictionary<string, int> owners)
    {
        if (owners.TryGetValue(entry.Path, out var owner))
        {
            return owner;
        }

        // 'a/__pycache__/b.cpython-312.pyc' goes with 'a/b.py'.
        const string cache = "/__pycache__/";
        var at = entry.Path.LastIndexOf(cache, StringComparison.Ordinal);
        if (at < 0 || !entry.Path.EndsWith(".pyc", StringComparison.Ordinal))
        {
            return -1;
        }

        var name = entry.Path.AsSpan(at + cache.Length);
        var dot = name.IndexOf('.');
        return owners.GetValueOrDefault($"{entry.Path.AsSpan(0, at)}/{name[..dot]}.py", -1);
    }

    /// <summary>Paths of a RECORD, which is CSV: path, hash, size; a path with commas or quotes stands in quotes.</summary>
    private static IEnumerable<string> Paths(PythonDistribution distribution, string? record)
    {
        foreach (var line in (record ?? "").Split('\n'))
        {
            var text = line.TrimEnd('\r');
            var path = text.StartsWith('"') ? Quoted(text) : text.Split(',', 2)[0];
            if (path.Length > 0 && Resolve(distribution.Site, path) is { } resolved)
            {
                yield return resolved;
            }
        }
    }

    private static string Quoted(string text)
    {
        var end = 1;
        while (end < text.Length && (text[end] != '"' || end + 1 < text.Length && text[end + 1] == '"'))
        {
            end += text[end] == '"' ? 2 : 1;
        }

        return text[1..Math.Min(end, text.Length)].Replace("\"\"", "\"", StringComparison.Ordinal);
    }

    /// <summary>Scripts stand outside: <c>../../../bin/uvicorn</c>.</summary>
    private static string? Resolve(string site, string path)
    {
        if (path.StartsWith('/'))
        {
            return path.TrimStart('/');
        }

        if (!path.StartsWith("..", StringComparison.Ordinal))
        {
            return $"{site}/{path}";
        }

        var parts = site.Split('/').ToList();
        foreach (var part in path.Split('/'))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                return null;
            }
        }

        return string.Join('/', parts);
    }
}
