using System.IO.Compression;
using Strata.Engine.Files;
using Strata.Engine.Hosts;

namespace Strata.Engine.Analysis;

/// <summary>Opens layer blobs however they are compressed.</summary>
internal static class LayerBlobStream
{
    private const int Longest = 4;

    /// <summary>The layer's tar; what is compressed how is told by the first bytes.</summary>
    /// <param name="blob">The blob; disposed with what is returned.</param>
    /// <exception cref="StrataException">It is compressed with zstd, and this machine has no such program (exit code 4).</exception>
    public static Stream Open(Stream blob)
    {
        var head = new byte[Longest];
        var count = blob.ReadAtLeast(head, Longest, throwOnEndOfStream: false);
        var whole = new PrefixedStream(head.AsMemory(0, count), blob);
        return head switch
        {
            [0x1f, 0x8b, ..] => new GZipStream(whole, CompressionMode.Decompress),
            [0x28, 0xb5, 0x2f, 0xfd] => Zstandard(whole),
            _ => whole,
        };
    }

    // .NET has no zstd of its own yet.
    private static ProgramStream Zstandard(Stream blob)
    {
        if (ProgramPath.Find("zstd", "/", Environment.GetEnvironmentVariable("PATH")) is not { } program)
        {
            blob.Dispose();
            throw new StrataException(ExitCode.Unreachable, new Problem(
                "analysis", "a layer is compressed with zstd, and this machine has no program 'zstd' to read it with", "apt-get install zstd"));
        }

        return ProgramStream.Start(new Command(program, "--decompress", "--stdout", "--quiet"), blob);
    }
}
