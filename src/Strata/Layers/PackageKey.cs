namespace Strata.Layers;

/// <summary>A Python package by the folder that it is installed in and its normalized name.</summary>
internal sealed record PackageKey(string Site, string Key)
{
    /// <summary>For each entry of a layer the package that it belongs to: by RECORD, else by its metadata's folder, else by its first folder.</summary>
    public static PackageKey?[] Of(LayerContent content)
    {
        PackageKey[] owners = [.. content.Distributions.Select(d => new PackageKey(d.Site, d.Key))];
        var known = new Dictionary<PackageKey, PackageKey>();
        return [.. content.Entries.Select(e => e.Kind != LayerEntryKind.File ? null : e.Distribution >= 0 ? owners[e.Distribution] : Guess(e.Path, known))];
    }

    private static PackageKey? Guess(string path, Dictionary<PackageKey, PackageKey> known)
    {
        PackageKey key;
        if (PythonDistribution.TryRead(path, out var distribution, out _))
        {
            key = new PackageKey(distribution.Site, distribution.Key);
        }
        else if (PythonDistribution.SiteOf(path) is { } site)
        {
            key = new PackageKey(site, PythonDistribution.Normalize(Top(path[(site.Length + 1)..])));
        }
        else
        {
            return null;
        }

        return known.TryGetValue(key, out var same) ? same : known[key] = key;
    }

    // 'six.py', '__pycache__/six.cpython-312.pyc', 'numpy.libs/x.so' and 'numpy/core/x.py' are of six and numpy.
    private static string Top(string path)
    {
        const string cache = "__pycache__/";
        path = path.StartsWith(cache, StringComparison.Ordinal) ? path[cache.Length..] : path;
        var end = path.IndexOfAny(['/', '.']);
        return end <= 0 ? path : path[..end];
    }
}
