using System.Globalization;
using System.Text;

namespace Strata.Engine.Sync;

/// <summary>A large file of which the host has an older version: only blocks that are not the same are sent.</summary>
/// <param name="File">The file.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Runs">The blocks that are sent; empty when it only became shorter.</param>
internal sealed record FilePatch(SyncFile File, long Length, IReadOnlyList<BlockRun> Runs)
{
    // A program is started there for each.
    private const int MostRuns = 64;

    /// <summary>Compares a file with its older version; null when it is better sent whole.</summary>
    public static FilePatch? Find(SyncFile file, FileBlocks blocks, FileBlocks old)
    {
        var runs = blocks.ChangesSince(old);
        return runs.Count <= MostRuns && runs.Sum(r => (long)r.Count) * FileBlocks.Size < blocks.Length / 2 ? new FilePatch(file, blocks.Length, runs) : null;
    }

    /// <summary>Appends what the host's script reads: mode, length, path, and each run's first block and number of blocks.</summary>
    public void WriteTo(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"@{Convert.ToString(File.Mode, 8)} {Length}\n@./{File.Path}\n");
        foreach (var run in Runs)
        {
            text.Append(CultureInfo.InvariantCulture, $"@{run.First} {run.Count}\n");
        }

        text.Append("@.\n");
    }

    /// <summary>Where in the file the blocks stand: start and number of bytes.</summary>
    public IEnumerable<(long Start, long Count)> Parts() =>
        Runs.Select(r => ((long)r.First * FileBlocks.Size, Math.Min((long)r.Count * FileBlocks.Size, Length - (long)r.First * FileBlocks.Size)));
}
