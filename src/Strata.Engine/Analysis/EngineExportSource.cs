using System.Collections.Immutable;
using System.Text.Json;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;

namespace Strata.Engine.Analysis;

/// <summary>Reads images out of any engine by one export of all that is not known yet, so that shared layers come once.</summary>
/// <param name="host">Where the docker client runs, for engines that no socket of this machine leads to; this machine.</param>
/// <param name="engine">The engine.</param>
/// <param name="memory">The folder that remembers images by their digest; absolute, made when missing.</param>
/// <param name="note">Hears what goes on, for people; null for nobody.</param>
public sealed class EngineExportSource(IBuildHost host, EngineConnection engine, string memory, Action<string>? note = null) : IImageSource
{
    /// <inheritdoc/>
    public async Task<ImmutableDictionary<string, AnalyzedImage>> ReadAsync(ImmutableArray<ImageRequest> requests, LayerCache cache, CancellationToken cancellation)
    {
        var found = ImmutableDictionary.CreateBuilder<string, AnalyzedImage>(StringComparer.Ordinal);
        var unknown = ImmutableArray.CreateBuilder<ImageRequest>();
        foreach (var request in requests.Where(r => r.Digest is not null))
        {
            if (AnalyzedImageFile.Read(PathOf(request), request.Reference, request.Digest!) is { } image && image.Layers.All(l => cache.Find(l.DiffId) is not null))
            {
                found[request.Image] = image;
            }
            else
            {
                unknown.Add(request);
            }
        }

        if (unknown.Count > 0)
        {
            note?.Invoke($"reading {unknown.Count} {(unknown.Count == 1 ? "image" : "images")} out of {engine.Description} for the first time");
            var export = await ExportAsync(unknown, cache, cancellation).ConfigureAwait(false);
            foreach (var request in unknown)
            {
                if (Find(export, request) is { } image)
                {
                    found[request.Image] = image;
                    await AnalyzedImageFile.WriteAsync(PathOf(request), image, cancellation).ConfigureAwait(false);
                }
            }
        }

        return found.ToImmutable();
    }

    private static AnalyzedImage? Find(ImageExport export, ImageRequest request)
    {
        try
        {
            return export.Find(request.Reference, request.Digest!);
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException)
        {
            throw new StrataException(ExitCode.Unreachable, new Problem($"image '{request.Reference}'", wrong.Message, "build it anew"), wrong);
        }
    }

    private async Task<ImageExport> ExportAsync(IEnumerable<ImageRequest> requests, LayerCache cache, CancellationToken cancellation)
    {
        var export = new ImageExport(cache);
        string[] names = [.. requests.Select(r => r.Digest!).Distinct(StringComparer.Ordinal)];
        using var api = engine.Socket is { } socket ? new EngineApi(socket) : null;
        try
        {
            await using var stream = api is not null
                ? await api.ExportAsync(names, cancellation).ConfigureAwait(false)
                : ProgramStream.Start(new Command(engine.Docker, ["save", "--", .. names]) { Environment = engine.Environment });
            await using var end = cancellation.Register(stream.Dispose).ConfigureAwait(false);
            await export.ReadAsync(stream, cancellation).ConfigureAwait(false);
            return export;
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or InvalidDataException or FormatException)
        {
            throw new StrataException(ExitCode.Unreachable, new Problem(
                $"docker on {host.Name}", $"its images cannot be read: {broken.Message.TrimEnd('.')}", "see whether the engine runs, then call again"), broken);
        }
    }

    private string PathOf(ImageRequest request) => Path.Combine(memory, request.Digest!.Replace(':', '-') + ".json");
}
