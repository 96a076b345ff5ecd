using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Oci;
using Strata.Planning;

namespace Strata.Engine.BuildKit;

/// <summary>Asks the engine for the layers of images: their DiffIDs, and their bytes on disk.</summary>
internal sealed class ImageLayers(IBuildHost host, EngineConnection engine)
{
    private const int AtOnce = 4;

    /// <summary>Layers by reference, the base's first; an image that the engine does not have is left out, a layer of unknown size has 0 bytes.</summary>
    public async Task<ImmutableDictionary<string, ImmutableArray<LayerSize>>> ReadAsync(
        ImmutableArray<(string Reference, string Digest)> images, CancellationToken cancellation)
    {
        using var api = engine.Socket is { } socket ? new EngineApi(socket) : null;
        var diffIds = engine.Store is { } store ? Read(store, images)
            : api is not null ? await InspectAsync(api, images, cancellation).ConfigureAwait(false)
            : await InspectAsync([.. images.Select(i => i.Reference)], cancellation).ConfigureAwait(false);

        var chains = diffIds.ToDictionary(i => i.Key, i => ChainId.Of(i.Value.Select(Digest.Parse)), StringComparer.Ordinal);
        var sizes = await UsageAsync(chains.Values.SelectMany(c => c), cancellation).ConfigureAwait(false);

        // The histories of the leaves tell those of all below them.
        var leaves = Leaves(chains, sizes);
        var bytes = await EachAsync(
            leaves, leaf => api is null ? HistoryAsync(leaf, cancellation) : HistoryAsync(api, leaf, cancellation), cancellation).ConfigureAwait(false);
        foreach (var (leaf, history) in leaves.Zip(bytes))
        {
            foreach (var (chain, size) in chains[leaf].Zip(Sizes(history, chains[leaf].Length)))
            {
                sizes[chain] = size;
            }
        }

        return diffIds.ToImmutableDictionary(
            i => i.Key,
            i => i.Value.Zip(chains[i.Key], (id, chain) => new LayerSize(id, sizes.GetValueOrDefault(chain))).ToImmutableArray(),
            StringComparer.Ordinal);
    }

    // Containerd tells in a moment what the engine looks up for half a second.
    private async Task<Dictionary<Digest, long>> UsageAsync(IEnumerable<Digest> chains, CancellationToken cancellation)
    {
        try
        {
            return engine.Store is { } store ? new(await store.UsageAsync(chains, cancellation).ConfigureAwait(false)) : [];
        }
        catch (HttpRequestException)
        {
            return [];
        }
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

    // One image of each chain of unknown size that no other image goes on from.
    private static ImmutableArray<string> Leaves(Dictionary<string, ImmutableArray<Digest>> chains, Dictionary<Digest, long> known)
    {
        var below = chains.Values.SelectMany(c => c.SkipLast(1)).ToHashSet();
        return [.. chains.Where(i => i.Value.Any(c => !known.ContainsKey(c)) && !below.Contains(i.Value[^1])).DistinctBy(i => i.Value[^1]).Select(i => i.Key)];
    }

    private static Dictionary<string, ImmutableArray<string>> Read(ContainerdStore store, ImmutableArray<(string Reference, string Digest)> images) => images
        .Select(i => (i.Reference, store.ReadConfig(i.Digest)?.DiffIds))
        .Where(i => i.DiffIds is not null)
        .ToDictionary(i => i.Reference, i => i.DiffIds!.Value, StringComparer.Ordinal);

    private static async Task<Dictionary<string, ImmutableArray<string>>> InspectAsync(
        EngineApi api, ImmutableArray<(string Reference, string Digest)> images, CancellationToken cancellation)
    {
        var layers = await EachAsync(images, async image =>
        {
            using var json = await AskAsync(api, image.Reference, "json", cancellation).ConfigureAwait(false);
            return json is not null && json.RootElement.GetProperty("RootFS").TryGetProperty("Layers", out var own)
                ? own.EnumerateArray().Select(l => l.GetString()!).ToImmutableArray()
                : (ImmutableArray<string>?)null;
        }, cancellation).ConfigureAwait(false);
        return images.Zip(layers).Where(i => i.Second is not null).ToDictionary(i => i.First.Reference, i => i.Second!.Value, StringComparer.Ordinal);
    }

    private static async Task<ImmutableArray<(string CreatedBy, long Bytes)>> HistoryAsync(EngineApi api, string reference, CancellationToken cancellation)
    {
        using var json = await AskAsync(api, reference, "history", cancellation).ConfigureAwait(false);
        return json is null ? [] : [.. json.RootElement.EnumerateArray().Select(e => (e.GetProperty("CreatedBy").GetString() ?? "", e.GetProperty("Size").GetInt64()))];
    }

    private static async Task<JsonDocument?> AskAsync(EngineApi api, string reference, string what, CancellationToken cancellation)
    {
        try
        {
            return JsonDocument.Parse((await api.GetAsync($"/images/{reference}/{what}", cancellation).ConfigureAwait(false)).Content);
        }
        catch (HttpRequestException)
        {
            // An image that the engine does not have, or an engine that went away: its layers are not known.
            return null;
        }
    }

    private static async Task<TResult[]> EachAsync<T, TResult>(ImmutableArray<T> items, Func<T, Task<TResult>> ask, CancellationToken cancellation)
    {
        using var gate = new SemaphoreSlim(AtOnce);
        return await Task.WhenAll(items.Select(async item =>
        {
            await gate.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await ask(item).ConfigureAwait(false);
            }
            finally
            {
                gate.Release();
            }
        })).ConfigureAwait(false);
    }

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

    private async Task<ImmutableArray<(string CreatedBy, long Bytes)>> HistoryAsync(string reference, CancellationToken cancellation)
    {
        var history = ImmutableArray.CreateBuilder<(string, long)>();
        foreach (var line in await LinesAsync(cancellation, ["image", "history", "--no-trunc", "--human=false", "--format", "{{.Size}} {{.CreatedBy}}", "--", reference]).ConfigureAwait(false))
        {
            var parts = line.Split(' ', 2);
            if (long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            {
                history.Add((parts.Length > 1 ? parts[1] : "", bytes));
            }
        }

        return history.ToImmutable();
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
            using var texts = JsonDocument.Parse(json);
            return [.. texts.RootElement.EnumerateArray().Select(t => t.GetString()!)];
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException)
        {
            // Some warning of the client's among its output.
            return null;
        }
    }
}
