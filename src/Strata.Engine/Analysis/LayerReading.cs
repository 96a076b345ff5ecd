using System.Collections.Immutable;
using Strata.Layers;

namespace Strata.Engine.Analysis;

/// <summary>Reads the layers that the cache does not have, several at once.</summary>
/// <param name="cache">Gets what is read.</param>
/// <param name="note">Hears what goes on, for people; null for nobody.</param>
internal sealed class LayerReading(LayerCache cache, Action<string>? note)
{
    private const long WorthTelling = 20_000_000;

    /// <summary>Reads.</summary>
    /// <param name="images">The images.</param>
    /// <param name="open">Opens a layer's blob.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="StrataException">A layer is damaged (exit code 4), or its source fails.</exception>
    public async Task ReadAsync(
        IEnumerable<AnalyzedImage> images, Func<AnalyzedImage, ImageLayer, CancellationToken, Task<Stream>> open, CancellationToken cancellation)
    {
        ImmutableArray<(AnalyzedImage Image, ImageLayer Layer)> all = [.. images.SelectMany(i => i.Layers.Select(l => (Image: i, Layer: l))).DistinctBy(m => m.Layer.DiffId)];

        // What is remembered is parsed here, once a call and on all processors.
        Parallel.ForEach(all, m => cache.Find(m.Layer.DiffId));
        ImmutableArray<(AnalyzedImage Image, ImageLayer Layer)> missing =
            [.. all.Where(m => cache.Find(m.Layer.DiffId) is null).OrderByDescending(m => m.Layer.Compressed)];
        if (missing.IsEmpty)
        {
            return;
        }

        if (missing.Sum(m => m.Layer.Compressed ?? 0) is var bytes and > WorthTelling)
        {
            note?.Invoke($"reading {missing.Length} {(missing.Length == 1 ? "layer" : "layers")} for the first time, {ByteText.Format(bytes)}");
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 1, 4), CancellationToken = cancellation };
        await Parallel.ForEachAsync(missing, options, async (one, token) =>
        {
            var (image, layer) = one;
            try
            {
                await using var blob = await open(image, layer, token).ConfigureAwait(false);
                await KeepAsync(image.Reference, layer, blob, token).ConfigureAwait(false);
            }
            catch (Exception damaged) when (damaged is InvalidDataException or IOException)
            {
                throw Damaged(image.Reference, layer.Digest ?? layer.DiffId, damaged.Message.TrimEnd('.'), damaged);
            }
        }).ConfigureAwait(false);
    }

    /// <exception cref="StrataException">A layer is damaged (exit code 4).</exception>
    private async Task KeepAsync(string image, ImageLayer layer, Stream blob, CancellationToken cancellation)
    {
        // A read that waits for its source knows no cancellation, but ends with it.
        await using var end = cancellation.Register(blob.Dispose).ConfigureAwait(false);
        try
        {
            var content = LayerTar.Read(LayerBlobStream.Open(blob), cancellation);
            if (content.DiffId != layer.DiffId)
            {
                throw Damaged(image, layer.Digest ?? layer.DiffId, $"its content is '{content.DiffId}', not '{layer.DiffId}'", null);
            }

            await cache.WriteAsync(content, cancellation).ConfigureAwait(false);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    private static StrataException Damaged(string image, string layer, string what, Exception? cause) => new(
        ExitCode.Unreachable, new Problem($"layer '{layer}' of '{image}'", what, "build the image anew, or look at the disk"), cause);
}
