using System.Collections.Immutable;
using System.Text.Json;
using Strata.Dependencies;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Oci;

namespace Strata.Engine.Inventories;

/// <summary>Looks into images of an engine's store: what each layer installs.</summary>
/// <param name="host">Where the docker client runs, for engines that no socket of this machine leads to.</param>
/// <param name="engine">The engine.</param>
/// <param name="scratch">A folder for what such an engine hands out; made when it is needed.</param>
public sealed class InventoryReader(IBuildHost host, EngineConnection engine, string scratch)
{
    /// <summary>The inventories of some images, by the references given; layers that they share are read once.</summary>
    /// <exception cref="StrataException">The engine does not hand them out, or they cannot be read (exit code 4).</exception>
    public async Task<ImmutableDictionary<string, ImageInventory>> ReadAsync(IReadOnlyCollection<string> references, CancellationToken cancellation)
    {
        if (references.Count == 0)
        {
            return ImmutableDictionary<string, ImageInventory>.Empty;
        }

        try
        {
            var saved = engine.Socket is { } socket
                ? await AskAsync(socket, references, cancellation).ConfigureAwait(false)
                : await SaveAsync(references, cancellation).ConfigureAwait(false);
            return references.Distinct(StringComparer.Ordinal)
                .Select(r => (Reference: r, Inventory: Find(saved, r)))
                .Where(r => r.Inventory is not null)
                .ToImmutableDictionary(r => r.Reference, r => r.Inventory!, StringComparer.Ordinal);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or InvalidDataException or JsonException)
        {
            throw new StrataException(ExitCode.Unreachable, new Problem(
                engine.Description, $"the images cannot be read: {lost.Message.TrimEnd('.')}", "see whether the engine runs and has them"), lost);
        }
    }

    private static ImageInventory? Find(ImmutableDictionary<string, ImageInventory> saved, string reference)
    {
        var familiar = ImageReference.TryParse(reference, out var parsed) ? parsed.Familiar : reference;
        return saved.GetValueOrDefault(reference) ?? saved.GetValueOrDefault(familiar)
            ?? saved.FirstOrDefault(s => ImageReference.TryParse(s.Key, out var other) && other.ToString() == parsed?.ToString()).Value;
    }

    private static async Task<ImmutableDictionary<string, ImageInventory>> AskAsync(string socket, IEnumerable<string> references, CancellationToken cancellation)
    {
        using var api = new EngineApi(socket);
        await using var archive = await api.ExportAsync(references, cancellation).ConfigureAwait(false);
        return await SavedImages.ReadAsync(archive, cancellation).ConfigureAwait(false);
    }

    private async Task<ImmutableDictionary<string, ImageInventory>> SaveAsync(IEnumerable<string> references, CancellationToken cancellation)
    {
        Directory.CreateDirectory(scratch);
        var path = Path.Combine(scratch, $"images-{Guid.NewGuid():N}.tar");
        try
        {
            await host.RequireAsync(new Command(engine.Docker, ["save", "--output", path, .. references]) { Environment = engine.Environment }, cancellation).ConfigureAwait(false);
            await using var archive = File.OpenRead(path);
            return await SavedImages.ReadAsync(archive, cancellation).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
