using System.Text.RegularExpressions;

namespace Strata.Engine.Supplies;

/// <summary>A gzipped layer that stands in a layout.</summary>
/// <param name="DiffId">Digest of the tar.</param>
/// <param name="Digest">Digest of the blob.</param>
/// <param name="Bytes">Of the blob.</param>
internal sealed partial record LayerBlob(string DiffId, string Digest, long Bytes)
{
    /// <summary>Reads <c>layer DIFFID DIGEST BYTES</c>, digests in hexadecimal; null for any other text.</summary>
    public static LayerBlob? TryParse(string? text) =>
        Form().Match(text ?? "") is { Success: true, Groups: var g }
            ? new LayerBlob($"sha256:{g[1]}", $"sha256:{g[2]}", long.Parse(g[3].ValueSpan))
            : null;

    [GeneratedRegex(@"\Alayer ([0-9a-f]{64}) ([0-9a-f]{64}) ([0-9]{1,18})\s*\z")]
    private static partial Regex Form();
}
