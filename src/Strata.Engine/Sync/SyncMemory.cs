using System.Security.Cryptography;
using System.Text;

namespace Strata.Engine.Sync;

/// <summary>What the trees were that this machine last brought to a place of a host; losing it costs one longer answer of the host.</summary>
internal sealed class SyncMemory
{
    /// <summary>How many trees are remembered: going back and forth between two branches is common.</summary>
    private const int Most = 3;

    private const string ZstdName = "zstd";

    private readonly string? _folder;

    private SyncMemory(string? folder) => _folder = folder;

    /// <summary>Opens the memory of one place.</summary>
    /// <param name="folder">Where all memories are; null to have none.</param>
    /// <param name="place">What names the place: host, root and project.</param>
    public static SyncMemory Open(string? folder, string place) =>
        new(folder is null ? null : Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)))[..16]));

    /// <summary>Digests of the trees, the last one first.</summary>
    public IReadOnlyList<string> Digests()
    {
        try
        {
            return _folder is null || !Directory.Exists(_folder) ? []
                : [.. new DirectoryInfo(_folder).EnumerateFiles().Where(f => TreeManifest.IsDigest(f.Name)).OrderByDescending(f => f.LastWriteTimeUtc).Take(Most).Select(f => f.Name)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As if we had never been there.
            return [];
        }
    }

    /// <summary>What blocks of large files were; of those that a tree holds.</summary>
    public BlockMemory Blocks(IEnumerable<SyncFile> files) => BlockMemory.Open(_folder is null ? null : Path.Combine(_folder, "blocks"), files);

    /// <summary>Whether the host could unpack zstd.</summary>
    public bool HasZstd => _folder is not null && File.Exists(Path.Combine(_folder, ZstdName));

    /// <summary>A tree's manifest; null when it is lost or damaged.</summary>
    public async Task<TreeManifest?> FindAsync(string digest, CancellationToken cancellation)
    {
        try
        {
            return TreeManifest.TryParse(await File.ReadAllBytesAsync(Path.Combine(_folder!, digest), cancellation).ConfigureAwait(false), digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Remembers a tree as the last one, and forgets the oldest.</summary>
    public async Task KeepAsync(TreeManifest manifest, bool hasZstd, CancellationToken cancellation)
    {
        if (_folder is null)
        {
            return;
        }

        try
        {
            var path = Path.Combine(_folder, manifest.Digest);
            if (File.Exists(path))
            {
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
                return;
            }

            Directory.CreateDirectory(_folder);
            if (hasZstd != HasZstd)
            {
                using var mark = hasZstd ? File.Create(Path.Combine(_folder, ZstdName)) : null;
                if (!hasZstd)
                {
                    File.Delete(Path.Combine(_folder, ZstdName));
                }
            }

            // Its name says what it has to be: what a crash leaves of it is found out, and need not be waited for.
            await File.WriteAllBytesAsync(path, manifest.Text, cancellation).ConfigureAwait(false);
            foreach (var old in new DirectoryInfo(_folder).EnumerateFiles().Where(f => TreeManifest.IsDigest(f.Name)).OrderByDescending(f => f.LastWriteTimeUtc).Skip(Most))
            {
                old.Delete();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next sync asks the host.
        }
    }
}
