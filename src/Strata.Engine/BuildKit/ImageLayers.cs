using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Planning;

namespace Strata.Engine.BuildKit;

/// <summary>Asks the engine for the layers of images: DiffIDs by one inspect for all, sizes by the histories of those that nothing else stands on.</summary>
internal sealed class ImageLayers(IBuildHost host, EngineConnection engine)
{
    private const int AtOnce = 4;

    /// <summary>Layers by reference, the base's first; an image that the engine does not have is left out, a layer of unknown size has 0 bytes.</summary>
    public async Task<ImmutableDictionary<string, ImmutableArray<LayerSize>>> ReadAsync(ImmutableArray<string> references, CancellationToken cancellation)
    {
        var diffIds = await InspectAsync(references, cancellation).ConfigureAwait(false);

        // A layer's chain tells its size; the histories of the leaves tell those of all below them.
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        var leaves = diffIds.Where(i => !diffIds.Any(o => o.Value.Length > i.Value.Length && o.Value.AsSpan().StartsWith(i.Value.AsSpan()))).ToImmutableArray();
        using var gate = new SemaphoreSlim(AtOnce);
        await Task.WhenAll(leaves.DistinctBy(l => Chain(l.Value, l.Value.Length)).Select(async leaf =>
        {
            await gate.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                var bytes = await HistoryAsync(leaf.Key, leaf.Value.Length, cancellation).ConfigureAwait(false);
                lock (sizes)
                {
                    for (var i = 0; i < bytes.Length; i++)
                    {
                        sizes[Chain(leaf.Value, i + 1)] = bytes[i];
                    }
                }
            }
            finally
            {
                gate.Release();
            }
        })).ConfigureAwait(false);

        return diffIds.ToImmutableDictionary(
            i => i.Key,
            i => i.Value.Select((id, n) => new LayerSize(id, sizes.GetValueOrDefault(Chain(i.Value, n + 1)))).ToImmutableArray(),
            StringComparer.Ordinal);
    }

    /// <summary>Sizes of the layers, the base's first, of a history that is newest first; empty when entries and layers do not match.</summary>
    internal static ImmutableArray<long> Sizes(IEnumerable<(string CreatedBy, long Bytes)> history, int layers)
    {
        var entries = history.Reverse().ToImmutableArray();
        var full = entries.Where(e => e.Bytes > 0).ToImmutableArray();
        if (full.Length != layers)
        {
            // A step that changed nothing still made a layer.
            full = [.. entries.Where(e => e.Bytes > 0 || MakesLayer(e.CreatedBy))];
        }

        return full.Length == layers ? [.. full.Select(e => e.Bytes)] : [];
    }

    private static bool MakesLayer(string createdBy) =>
        createdBy.Split(' ', 2)[0] is "RUN" or "COPY" or "ADD" or "WORKDIR";

    private static string Chain(ImmutableArray<string> diffIds, int count) => string.Join(' ', diffIds.Take(count));

    private async Task<Dictionary<string, ImmutableArray<string>>> InspectAsync(ImmutableArray<string> references, CancellationToken cancellation)
    {
        var found = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var line in await LinesAsync(cancellation, ["image", "inspect", "--format", "{{json .RootFS.Layers}} {{json .RepoTags}}", "--", .. references]).ConfigureAwait(false))
        {
            var reader = line.Split("] [", 2);
            if (reader.Length == 2 && Strings(reader[0] + "]") is { } layers && Strings("[" + reader[1]) is { } tags)
            {
                foreach (var tag in tags)
                {
                    found[tag] = layers;
                }
            }
        }

        return references.Where(r => found.ContainsKey(Familiar(r))).Distinct().ToDictionary(r => r, r => found[Familiar(r)], StringComparer.Ordinal);
    }

    private async Task<ImmutableArray<long>> HistoryAsync(string reference, int layers, CancellationToken cancellation)
    {
        var history = new List<(string, long)>();
        foreach (var line in await LinesAsync(cancellation, ["image", "history", "--no-trunc", "--human=false", "--format", "{{.Size}} {{.CreatedBy}}", "--", reference]).ConfigureAwait(false))
        {
            var parts = line.Split(' ', 2);
            if (long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            {
                history.Add((parts.Length > 1 ? parts[1] : "", bytes));
            }
        }

        return Sizes(history, layers);
    }

    private async Task<List<string>> LinesAsync(CancellationToken cancellation, params ImmutableArray<string> arguments)
    {
        var lines = new List<string>();
        var command = new Command(engine.Docker, arguments) { Environment = engine.Environment };
        await host.RunAsync(command, line => { if (!line.IsError) { lines.Add(line.Text); } }, cancellation).ConfigureAwait(false);
        return lines;
    }

    /// <summary>The name as the engine shows it: without Docker Hub's own parts.</summary>
    private static string Familiar(string reference)
    {
        var name = reference.StartsWith("docker.io/", StringComparison.Ordinal) ? reference["docker.io/".Length..] : reference;
        return name.StartsWith("library/", StringComparison.Ordinal) ? name["library/".Length..] : name;
    }

    private static ImmutableArray<string>? Strings(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<ImmutableArray<string>>(json);
        }
        catch (JsonException)
        {
            // Some warning of the client's among its output.
            return null;
        }
    }
}
