using System.Collections.Immutable;
using System.Text.Json;
using Strata.Engine.Hosts;
using Strata.Oci;
using Strata.Planning;

namespace Strata.Engine.Engines;

/// <summary>The images in an engine's store that we have made, told by their labels.</summary>
/// <param name="host">Where the docker client runs, for engines that no socket of this machine leads to.</param>
/// <param name="engine">The engine.</param>
public sealed class ImageStore(IBuildHost host, EngineConnection engine)
{
    /// <summary>The label that holds an image's fingerprint.</summary>
    public const string FingerprintLabel = "io.strata.fingerprint";

    /// <summary>The label that says from which supply an image was built.</summary>
    public const string SupplyLabel = "io.strata.supply";

    /// <summary>The images of some repositories that have a fingerprint, by digest: one request.</summary>
    /// <param name="repositories">Such as <c>base-ml</c> or <c>gitea.example/harkon/base-ml</c>.</param>
    /// <param name="cancellation">Ends the question.</param>
    /// <returns>Null when the engine does not answer.</returns>
    /// <remarks>The engine looks into each image that it lists, and for a filter by label twice: a filter by name spares it all others.</remarks>
    public async Task<ImmutableDictionary<string, StoredImage>?> ListAsync(IEnumerable<string> repositories, CancellationToken cancellation)
    {
        try
        {
            if (engine.Store is { } store)
            {
                return await ReadAsync(store, repositories, cancellation).ConfigureAwait(false);
            }

            var content = engine.Socket is { } socket
                ? await AskAsync(socket, repositories, cancellation).ConfigureAwait(false)
                : await InspectAsync(cancellation).ConfigureAwait(false);
            return content is null ? null : Read(content);
        }
        catch (Exception silent) when (silent is HttpRequestException or IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Gives images further names.</summary>
    /// <param name="names">Digest and <c>repository:tag</c>.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StrataException">The engine refuses, or is lost (exit code 4).</exception>
    public async Task TagAsync(IReadOnlyCollection<(string Digest, string Reference)> names, CancellationToken cancellation)
    {
        if (names.Count == 0)
        {
            return;
        }
        try
        {
            using var api = engine.Socket is { } socket ? new EngineApi(socket) : null;

            // The engine waits for its disk at each: four at once take half the time.
            await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellation }, async (name, token) =>
            {
                var (digest, reference) = name;
                var colon = reference.LastIndexOf(':');
                await (api is not null
                    ? api.PostAsync($"/images/{digest}/tag?repo={Uri.EscapeDataString(reference[..colon])}&tag={Uri.EscapeDataString(reference[(colon + 1)..])}", token)
                    : host.RequireAsync(new Command(engine.Docker, "tag", digest, reference) { Environment = engine.Environment }, token)).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is HttpRequestException or IOException)
        {
            throw new StrataException(ExitCode.Unreachable, new Problem(
                $"docker on {host.Name}", $"an image cannot be given its tag: {refused.Message.TrimEnd('.')}", "see whether the engine runs, then call again"), refused);
        }
    }

    /// <summary>Reads what the engine answers: a list as of <c>/images/json</c>; images without a whole fingerprint are left out.</summary>
    internal ImmutableDictionary<string, StoredImage> Read(ReadOnlyMemory<byte> content)
    {
        var images = ImmutableDictionary.CreateBuilder<string, StoredImage>(StringComparer.Ordinal);
        using var json = JsonDocument.Parse(content);
        foreach (var image in json.RootElement.EnumerateArray())
        {
            var labels = image.TryGetProperty("Labels", out var own) ? own : image.GetProperty("Config").GetProperty("Labels");
            if (labels.ValueKind != JsonValueKind.Object || !labels.TryGetProperty(FingerprintLabel, out var label)
                || label.GetString() is not { Length: 64 } fingerprint || image.GetProperty("Id").GetString() is not { } id)
            {
                continue;
            }
            // Only where images are kept by the digest of their manifest, a build can name them by it; and not from another builder.
            var isAddressable = engine.Builder is null && Texts(image, "RepoDigests").Any(d => d.EndsWith("@" + id, StringComparison.Ordinal));
            images[id] = new StoredImage(id, new Fingerprint(fingerprint), [.. Texts(image, "RepoTags").Where(t => !t.Contains('<'))], isAddressable);
        }
        return images.ToImmutable();
    }

    private async Task<byte[]?> AskAsync(string socket, IEnumerable<string> repositories, CancellationToken cancellation)
    {
        var names = repositories.Select(r => ImageReference.Parse(r).FamiliarRepository).Distinct(StringComparer.Ordinal).ToArray();
        if (names.Length == 0)
        {
            return "[]"u8.ToArray();
        }
        var filter = "{\"reference\":[" + string.Join(',', names.Select(n => $"\"{n}\"")) + "]}";
        using var api = new EngineApi(socket);
        return (await api.GetAsync("/images/json?filters=" + Uri.EscapeDataString(filter), cancellation).ConfigureAwait(false)).Content;
    }

    private async Task<ImmutableDictionary<string, StoredImage>> ReadAsync(ContainerdStore store, IEnumerable<string> repositories, CancellationToken cancellation)
    {
        var wanted = repositories.Select(r => ImageReference.Parse(r).Repository).ToHashSet(StringComparer.Ordinal);
        var images = ImmutableDictionary.CreateBuilder<string, StoredImage>(StringComparer.Ordinal);
        var named = (await store.ListAsync(cancellation).ConfigureAwait(false)).ToLookup(i => i.Digest, i => ImageReference.TryParse(i.Name, out var name) ? name : null);
        foreach (var image in named.Where(i => i.Any(n => n is not null && wanted.Contains(n.Repository))))
        {
            if (store.ReadConfig(image.Key)?.Labels.GetValueOrDefault(FingerprintLabel) is { Length: 64 } fingerprint)
            {
                images[image.Key] = new StoredImage(
                    image.Key, new Fingerprint(fingerprint), [.. image.Where(n => n?.Tag is not null).Select(n => n!.Familiar)], engine.Builder is null);
            }
        }

        return images.ToImmutable();
    }

    private async Task<byte[]?> InspectAsync(CancellationToken cancellation)
    {
        var list = await RunAsync(cancellation, "image", "ls", "--quiet", "--no-trunc", "--filter", $"label={FingerprintLabel}").ConfigureAwait(false);
        if (list is null)
        {
            return null;
        }
        var ids = list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().ToImmutableArray();
        if (ids.IsEmpty)
        {
            return "[]"u8.ToArray();
        }
        var content = await RunAsync(cancellation, ["image", "inspect", "--", .. ids]).ConfigureAwait(false);
        return content is null ? null : System.Text.Encoding.UTF8.GetBytes(content);
    }

    private async Task<string?> RunAsync(CancellationToken cancellation, params ImmutableArray<string> words)
    {
        var output = await host.CaptureAsync(new Command(engine.Docker, words) { Environment = engine.Environment }, cancellation).ConfigureAwait(false);
        return output.ExitCode == 0 ? string.Join('\n', output.Lines.Where(l => !l.IsError).Select(l => l.Text)) : null;
    }

    private static IEnumerable<string> Texts(JsonElement image, string name) =>
        image.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(e => e.GetString()).OfType<string>() : [];
}
