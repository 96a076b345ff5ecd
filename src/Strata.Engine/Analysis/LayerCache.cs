using System.Collections.Concurrent;
using Strata.Engine.Hosts;
using Strata.Layers;

namespace Strata.Engine.Analysis;

/// <summary>What was read of layers, by DiffID: a layer is unpacked once on a machine.</summary>
/// <remarks>A file that is damaged or of another version counts as none. A place that cannot be written to costs only time.</remarks>
/// <param name="directory">The folder of the files; absolute, made when missing.</param>
public sealed class LayerCache(string directory)
{
    private readonly ConcurrentDictionary<string, LayerContent> _read = new(StringComparer.Ordinal);

    /// <summary>What is remembered of a layer; null when it has to be read.</summary>
    public LayerContent? Find(string diffId)
    {
        if (_read.TryGetValue(diffId, out var known))
        {
            return known;
        }

        try
        {
            var content = File.Exists(PathOf(diffId)) ? LayerContentFile.Parse(File.ReadAllBytes(PathOf(diffId)), diffId) : null;
            return content is null ? null : _read.GetOrAdd(diffId, content);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Remembers a layer.</summary>
    public async Task WriteAsync(LayerContent content, CancellationToken cancellation)
    {
        _read[content.DiffId] = content;
        try
        {
            await AtomicFile.WriteAsync(PathOf(content.DiffId), LayerContentFile.Render(content), isPrivate: true, cancellation).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The next call reads the layer again.
        }
    }

    /// <summary>The file of a layer; absolute.</summary>
    internal string PathOf(string diffId) => Path.Combine(directory, diffId.Replace(':', '-'));
}
