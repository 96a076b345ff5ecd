using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Strata.Engine.Hosts;

namespace Strata.Engine.Sync;

/// <summary>Brings a tree to a host as one compressed tar stream.</summary>
public static class TreeSync
{
    private const string Script =
        """
        cd "$1" 2>/dev/null && echo there && exit
        mkdir -p "$1.new" && tar -xzf - -C "$1.new" && mv "$1.new" "$1"
        """;

    /// <summary>Sends what the host lacks.</summary>
    public static async Task<SyncResult> SyncAsync(IBuildHost host, string remoteRoot, IReadOnlyList<SyncFile> files, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var text = string.Concat(files.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => $"{f} {f.Hash}{f.LinkTarget}\n"));
        var path = $"{remoteRoot}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
        var command = new Command("/bin/sh", "-c", Script, "strata", path)
        {
            WriteInput = async (stream, token) =>
            {
                await using var zip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
                await using var tar = new TarWriter(zip, TarEntryFormat.Pax);
                foreach (var file in files.OrderBy(f => f.Path, StringComparer.Ordinal))
                {
                    var entry = new PaxTarEntry(file.Kind switch { TreeEntryKind.Directory => TarEntryType.Directory, TreeEntryKind.Link => TarEntryType.SymbolicLink, _ => TarEntryType.RegularFile }, file.Path) { Mode = (UnixFileMode)file.Mode };
                    if (file.LinkTarget is not null)
                    {
                        entry.LinkName = file.LinkTarget;
                    }
                    await using var content = file.Source is null ? null : File.OpenRead(file.Source);
                    entry.DataStream = content;
                    await tar.WriteEntryAsync(entry, token).ConfigureAwait(false);
                }
            },
        };
        var output = await host.RequireAsync(command, cancellation).ConfigureAwait(false);
        return new SyncResult(path, files.Count, output.Output == "there" ? 0 : files.Count, 0, 1, clock.Elapsed);
    }
}
