using System.Buffers.Binary;
using System.IO.Compression;

namespace Strata.Targets.Tests.Views;

/// <summary>A PNG of 8 bits a channel, as far as it takes to say that something is on it.</summary>
internal sealed record PngPixels(int Width, int Height, int DistinctRows)
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <exception cref="InvalidDataException">The bytes are no PNG.</exception>
    public static PngPixels Read(byte[] png)
    {
        if (!png.AsSpan().StartsWith(Signature))
        {
            throw new InvalidDataException("no PNG");
        }

        var (width, height) = (0, 0);
        using var data = new MemoryStream();
        for (var at = Signature.Length; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var type = System.Text.Encoding.ASCII.GetString(png, at + 4, 4);
            if (type == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at + 8)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at + 12)));
            }
            else if (type == "IDAT")
            {
                data.Write(png, at + 8, length);
            }

            at += 12 + length;
        }

        data.Position = 0;
        using var pixels = new MemoryStream();
        using (var inflated = new ZLibStream(data, CompressionMode.Decompress))
        {
            inflated.CopyTo(pixels);
        }

        // A row is a filter byte and its pixels: a blank page has one or two kinds of rows, whatever the filter.
        var row = (int)(pixels.Length / height);
        var rows = Enumerable.Range(0, height).Select(i => Convert.ToHexString(pixels.GetBuffer(), i * row, row)).Distinct().Count();
        return new PngPixels(width, height, rows);
    }
}
