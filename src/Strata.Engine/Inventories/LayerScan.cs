using System.Collections.Immutable;
using System.Formats.Tar;
using System.Globalization;
using Strata.Dependencies;

namespace Strata.Engine.Inventories;

/// <summary>Reads what a layer installs while its archive streams by; holds names and sums, never contents of files.</summary>
internal sealed class LayerScan
{
    private const int LongestMetadata = 1 << 20;
    private const string Whiteout = ".wh.";
    private const string Opaque = ".wh..wh..opq";
    private static readonly string[] SiteNames = ["site-packages", "dist-packages"];

    private readonly Dictionary<string, Metadata> _found = new(StringComparer.Ordinal);

    // Bytes of each entry directly in a directory of libraries.
    private readonly Dictionary<(string Site, string Top), long> _bytes = [];
    private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _opaque = new(StringComparer.Ordinal);
    private readonly List<FoundPackage> _packages = [];
    private bool _hasPackages;

    /// <summary>Reads a layer's archive to its end.</summary>
    /// <exception cref="InvalidDataException">It is no tar archive.</exception>
    public static async Task<LayerContents> ReadAsync(Stream archive, CancellationToken cancellation)
    {
        var scan = new LayerScan();
        await using var tar = new TarReader(archive, leaveOpen: true);
        while (await tar.GetNextEntryAsync(copyData: false, cancellation).ConfigureAwait(false) is { } entry)
        {
            await scan.AddAsync(entry, cancellation).ConfigureAwait(false);
        }

        return scan.ToContents();
    }

    private async Task AddAsync(TarEntry entry, CancellationToken cancellation)
    {
        var path = entry.Name.TrimEnd('/');
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path.TrimStart('/');
        var slash = path.LastIndexOf('/');
        var (folder, name) = slash < 0 ? ("", path) : (path[..slash], path[(slash + 1)..]);
        if (name == Opaque)
        {
            _opaque.Add(folder);
        }
        else if (name.StartsWith(Whiteout, StringComparison.Ordinal))
        {
            _deleted.Add(folder.Length == 0 ? name[Whiteout.Length..] : $"{folder}/{name[Whiteout.Length..]}");
        }
        else if (entry is { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile })
        {
            Count(path, entry.Length);
            await ReadAsync(entry, path, folder, name, cancellation).ConfigureAwait(false);
        }
    }

    // What one distribution has vendored is a part of it.
    private async Task ReadAsync(TarEntry entry, string path, string folder, string name, CancellationToken cancellation)
    {
        var isMetadata = name is "METADATA" or "RECORD" or "top_level.txt" && folder.EndsWith(".dist-info", StringComparison.Ordinal)
            || name is "PKG-INFO" or "top_level.txt" && folder.EndsWith(".egg-info", StringComparison.Ordinal)
            || name.EndsWith(".egg-info", StringComparison.Ordinal);
        if (isMetadata && !path.Contains("/_vendor/", StringComparison.Ordinal))
        {
            var place = name.EndsWith(".egg-info", StringComparison.Ordinal) ? path : folder;
            if (!_found.TryGetValue(place, out var metadata))
            {
                _found.Add(place, metadata = new Metadata());
            }

            using var text = new StreamReader(entry.DataStream ?? Stream.Null, leaveOpen: true);
            await metadata.ReadAsync(name, text, entry.Length <= LongestMetadata || name == "RECORD", cancellation).ConfigureAwait(false);
        }
        else if (path == "var/lib/dpkg/status" || folder == "var/lib/dpkg/status.d" && !name.EndsWith(".md5sums", StringComparison.Ordinal))
        {
            _hasPackages = true;
            using var text = new StreamReader(entry.DataStream ?? Stream.Null, leaveOpen: true);
            _packages.AddRange(DebianStatus.Read(text));
        }
    }

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

    private LayerContents ToContents()
    {
        var named = _found.Where(f => f.Value is { Name: not null, Version: not null }).ToList();
        var owners = named.SelectMany(f => f.Value.Tops(f.Key).Select(t => (Site(f.Key), Top: t))).GroupBy(t => t).ToDictionary(g => g.Key, g => g.Count());
        return new LayerContents
        {
            Distributions =
            [
                .. named.Select(f => new FoundDistribution(PackageName.Of(f.Value.Name!), f.Value.Version!, f.Key, Bytes(f.Key, f.Value, owners)))
                    .OrderBy(d => d.Path, StringComparer.Ordinal),
            ],
            Packages = _hasPackages ? [.. _packages] : default,
            Deleted = [.. _deleted],
            Opaque = [.. _opaque],
        };
    }

    // A directory that several distributions share is told by their records.
    private long Bytes(string place, Metadata metadata, Dictionary<(string, string Top), int> owners)
    {
        var site = Site(place);
        var own = metadata.Tops(place).Where(t => owners[(site, t)] == 1).Sum(t => _bytes.GetValueOrDefault((site, t)));
        var shared = metadata.Tops(place).Where(t => owners[(site, t)] > 1).Sum(metadata.Recorded);
        return own + shared is > 0 and var bytes ? bytes : metadata.AllRecorded;
    }

    private static string Site(string place) => place.LastIndexOf('/') is >= 0 and var slash ? place[..slash] : "";

    /// <summary>What the files of one distribution's metadata say.</summary>
    private sealed class Metadata
    {
        private readonly Dictionary<string, long> _recorded = new(StringComparer.Ordinal);
        private readonly HashSet<string> _tops = new(StringComparer.Ordinal);

        public string? Name { get; private set; }

        public string? Version { get; private set; }

        public long AllRecorded => _recorded.Values.Sum();

        public long Recorded(string top) => _recorded.GetValueOrDefault(top);

        /// <summary>Names directly in the directory of libraries that are the distribution's.</summary>
        public IEnumerable<string> Tops(string place)
        {
            var own = place[(place.LastIndexOf('/') + 1)..];
            var tops = _recorded.Count > 0 ? _recorded.Keys.Where(t => t is not (".." or "__pycache__"))
                : _tops.Count > 0 ? _tops.SelectMany(t => new[] { t, t + ".py" })
                : ImportNames.Of(PackageName.Of(Name!)).Select(m => m.Split('.')[0]).SelectMany(t => new[] { t, t + ".py" });
            return tops.Append(own).Distinct(StringComparer.Ordinal);
        }

        public async Task ReadAsync(string file, StreamReader text, bool isRead, CancellationToken cancellation)
        {
            while (isRead && await text.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
            {
                if (file == "RECORD")
                {
                    Record(line);
                }
                else if (file == "top_level.txt")
                {
                    _tops.Add(line.Trim());
                }
                else if (line.Length == 0)
                {
                    // The description follows.
                    return;
                }
                else if (line.StartsWith("Name: ", StringComparison.Ordinal))
                {
                    Name ??= line["Name: ".Length..].Trim();
                }
                else if (line.StartsWith("Version: ", StringComparison.Ordinal))
                {
                    Version ??= line["Version: ".Length..].Trim();
                }
            }
        }

        // path,hash,size: the path may be quoted.
        private void Record(string line)
        {
            var path = line.StartsWith('"') ? line[1..Math.Max(1, line.IndexOf('"', 1))] : line.Split(',')[0];
            var top = path.Split('/')[0];
            if (top.Length > 0)
            {
                _ = long.TryParse(line[(line.LastIndexOf(',') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var size);
                _recorded[top] = _recorded.GetValueOrDefault(top) + size;
            }
        }
    }
}
