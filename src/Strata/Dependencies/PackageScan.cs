namespace Strata.Dependencies;

/// <summary>Finds what a layer installs, told of one of its files after the other; holds names and sums, never contents of files.</summary>
public sealed class PackageScan
{
    private static readonly string[] SiteNames = ["site-packages", "dist-packages"];

    private readonly Dictionary<string, DistributionMetadata> _found = new(StringComparer.Ordinal);

    // Bytes of each entry directly in a directory of libraries.
    private readonly Dictionary<(string Site, string Top), long> _bytes = [];
    private readonly List<FoundPackage> _packages = [];
    private bool _hasPackages;

    /// <summary>Whether the content of a file matters, not only its size.</summary>
    /// <param name="path">Relative to the root, without a leading slash.</param>
    public static bool Reads(string path) => Split(path) is var (folder, name) && (IsMetadata(path, folder, name) || IsStatus(path, folder, name));

    /// <summary>Adds a file.</summary>
    /// <param name="path">Relative to the root, without a leading slash.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="content">Its text where <see cref="Reads"/> asks for it; null when that is not known.</param>
    public void Add(string path, long size, string? content)
    {
        Count(path, size);
        var (folder, name) = Split(path);
        if (IsMetadata(path, folder, name))
        {
            var place = IsEgg(name) ? path : folder;
            if (!_found.TryGetValue(place, out var metadata))
            {
                _found.Add(place, metadata = new DistributionMetadata(place));
            }

            metadata.Read(name, new StringReader(content ?? ""));
        }
        else if (IsStatus(path, folder, name))
        {
            _hasPackages = true;
            _packages.AddRange(DebianStatus.Read(new StringReader(content ?? "")));
        }
    }

    /// <summary>What was found.</summary>
    public LayerPackages Finish()
    {
        var named = _found.Values.Where(f => f is { Name: not null, Version: not null }).ToList();
        var owners = named.SelectMany(f => f.Tops.Select(t => (f.Site, Top: t))).GroupBy(t => t).ToDictionary(g => g.Key, g => g.Count());
        return new LayerPackages
        {
            Distributions = [.. named.Select(f => new FoundDistribution(PackageName.Of(f.Name!), f.Version!, f.Place, Bytes(f, owners))).OrderBy(d => d.Path, StringComparer.Ordinal)],
            Debian = _hasPackages ? [.. _packages] : default,
        };
    }

    // What one distribution has vendored is a part of it.
    private static bool IsMetadata(string path, string folder, string name) =>
        (name is "METADATA" or "RECORD" or "top_level.txt" && folder.EndsWith(".dist-info", StringComparison.Ordinal)
            || name is "PKG-INFO" or "top_level.txt" && folder.EndsWith(".egg-info", StringComparison.Ordinal)
            || IsEgg(name))
        && !path.Contains("/_vendor/", StringComparison.Ordinal);

    private static bool IsEgg(string name) => name.EndsWith(".egg-info", StringComparison.Ordinal);

    private static bool IsStatus(string path, string folder, string name) =>
        path == "var/lib/dpkg/status" || folder == "var/lib/dpkg/status.d" && !name.EndsWith(".md5sums", StringComparison.Ordinal);

    private static (string Folder, string Name) Split(string path) => path.LastIndexOf('/') is >= 0 and var slash ? (path[..slash], path[(slash + 1)..]) : ("", path);

    private void Count(string path, long bytes)
    {
        foreach (var site in SiteNames)
        {
            var at = path.IndexOf($"/{site}/", StringComparison.Ordinal);
            if (at >= 0)
            {
                var start = at + site.Length + 2;
                var end = path.IndexOf('/', start);
                var key = (path[..(start - 1)], end < 0 ? path[start..] : path[start..end]);
                _bytes[key] = _bytes.GetValueOrDefault(key) + bytes;
            }
        }
    }

    // A directory that several distributions share is told by their records.
    private long Bytes(DistributionMetadata metadata, Dictionary<(string, string Top), int> owners)
    {
        var own = metadata.Tops.Where(t => owners[(metadata.Site, t)] == 1).Sum(t => _bytes.GetValueOrDefault((metadata.Site, t)));
        var shared = metadata.Tops.Where(t => owners[(metadata.Site, t)] > 1).Sum(metadata.Recorded);
        return own + shared is > 0 and var bytes ? bytes : metadata.AllRecorded;
    }
}
