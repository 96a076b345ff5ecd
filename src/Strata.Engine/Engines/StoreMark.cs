using System.Buffers.Binary;
using Strata.Engine.Files;
using Strata.Engine.Hosts;

namespace Strata.Engine.Engines;

/// <summary>The state of a containerd image store, told without asking the engine: another one after every change, never one that was there before.</summary>
/// <remarks>
/// The store's database is a bbolt file. Each of its transactions ends by writing one of two meta pages anew, with a transaction number that only grows
/// and a checksum; the engine's readers see the transaction from that moment on, and so do we. Inode and times tell a file that was put in its place.
/// </remarks>
internal static class StoreMark
{
    private const uint Magic = 0xED0CDAED;
    private const int MetaStart = 16;
    private const int MetaEnd = 80;
    private const int PageSizeAt = 24;
    private const int LargestPage = 1 << 16;

    /// <summary>Reads the mark; null when the file is not one that is known.</summary>
    /// <param name="database">The store's <c>meta.db</c>; absolute.</param>
    public static string? Read(string database)
    {
        try
        {
            if (FileStatus.Find(database) is not { IsFile: true, Changed: not 0, Inode: not 0 } status)
            {
                return null;
            }

            using var file = Native.OpenToRead(database);
            Span<byte> first = stackalloc byte[MetaEnd];
            Span<byte> second = stackalloc byte[MetaEnd];
            if (RandomAccess.Read(file, first, 0) != MetaEnd || !IsMeta(first))
            {
                return null;
            }

            var page = BinaryPrimitives.ReadUInt32LittleEndian(first[PageSizeAt..]);
            return page is >= 1024 and <= LargestPage && RandomAccess.Read(file, second, page) == MetaEnd && IsMeta(second)
                ? $"{status.Inode}-{status.Size}-{status.Modified}-{status.Changed}-{Convert.ToHexStringLower(first[MetaStart..])}-{Convert.ToHexStringLower(second[MetaStart..])}"
                : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsMeta(ReadOnlySpan<byte> page) => BinaryPrimitives.ReadUInt32LittleEndian(page[MetaStart..]) == Magic;
}
