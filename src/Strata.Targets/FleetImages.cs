using System.Collections.Immutable;
using Strata.Engine.Analysis;
using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Engine.Records;
using Strata.Engine.Registry;
using Strata.Graph;
using Strata.Layers;
using Strata.Oci;
using Strata.Planning;
using Strata.Reports;
using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>Finds the images of the graph in the engine or the registry, and reads what they hold.</summary>
internal sealed class FleetImages
{
    private readonly StrataSession _session;
    private readonly StateDirectory _state = StateDirectory.Locate(Environment.GetEnvironmentVariable);
    private readonly LocalHost _host = new();
    private readonly LayerCache _cache;
    private ImmutableDictionary<string, ImmutableArray<BuildRecord>> _records = ImmutableDictionary<string, ImmutableArray<BuildRecord>>.Empty;

    public FleetImages(StrataSession session)
    {
        _session = session;
        _cache = new LayerCache(_state.Combine("analysis", "layers"));
    }

    /// <summary>Names of images that are nowhere.</summary>
    public ImmutableArray<string> Missing { get; private set; } = [];

    /// <summary>How big the images were in the builds that are remembered.</summary>
    public IEnumerable<SizeHistory> History => _session.Graph.Images.Select(i => new SizeHistory(
        i.Name,
        [.. _records.GetValueOrDefault(i.Name, []).Reverse().Where(r => r.Layers.Any(l => l.Bytes > 0)).Select(r => new SizePoint(r.When, r.Layers.Sum(l => l.Bytes)))]));

    /// <summary>How the images are built in time, by the builds that made them; of one that nobody remembers by its newest.</summary>
    public BuildTimeline Timeline(IEnumerable<LayeredImage> images) => BuildTimeline.Create(_session.Graph, images
        .Select(i => (i.Name, Record: _records.GetValueOrDefault(i.Name, []).OrderByDescending(r => r.Digest == i.Digest).FirstOrDefault()))
        .Where(i => i.Record is not null)
        .ToDictionary(i => i.Name, i => i.Record!.Duration, StringComparer.Ordinal));

    /// <summary>Reads them.</summary>
    /// <exception cref="StrataException">None is there, or the engine or registry cannot be reached.</exception>
    public async Task<ImmutableArray<LayeredImage>> ReadAsync(ImageSourceChoice choice, CancellationToken cancellation)
    {
        var graph = _session.Graph;
        var wanted = graph.Images.Where(i => graph.Inputs(i).References is not null && !i.Unavailable.ContainsKey(graph.Supply)).ToImmutableArray();
        var tags = await ImageTags.FindAsync(_session, cancellation);
        _records = await new RecordLog(_state.Combine("records")).ReadAsync(wanted.Select(i => i.Name), cancellation);
        var found = ImmutableDictionary<string, AnalyzedImage>.Empty;
        if (choice != ImageSourceChoice.Registry)
        {
            found = await ReadEngineAsync(wanted, tags, cancellation);
        }

        var prefix = choice == ImageSourceChoice.Registry ? RegistrySelection.Require(_session) : RegistrySelection.Prefix(_session);
        if (choice != ImageSourceChoice.Engine && prefix is not null && wanted.Any(i => !found.ContainsKey(i.Name)))
        {
            using var client = new RegistryClient(RegistrySelection.Credentials(_session, _host));
            var source = new RegistrySource(client, Platform.Default, ConsoleOutput.Progress.WriteLine);
            found = found.AddRange(await source.ReadAsync(
                [.. wanted.Where(i => !found.ContainsKey(i.Name)).Select(i => new ImageRequest(i.Name, (prefix.Repository(i.Name) with { Tag = tags.Of(i) }).ToString()))], _cache, cancellation));
        }

        Missing = [.. wanted.Where(i => !found.ContainsKey(i.Name)).Select(i => i.Name)];
        return [.. wanted.Where(i => found.ContainsKey(i.Name)).Select(i => Layered(i, found[i.Name]))];
    }

    /// <summary>Reads images out of an engine; one that it does not have is left out.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="images">Names of images with their references there: what an engine calls an image is not always the digest that its build told.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StrataException">The engine does not hand them out, or they are damaged (exit code 4).</exception>
    public async Task<ImmutableDictionary<string, AnalyzedImage>> ReadAsync(EngineConnection engine, IReadOnlyList<(string Image, string Reference)> images, CancellationToken cancellation)
    {
        var stored = await StoredAsync(engine, images.Select(i => i.Image), cancellation) ?? throw Silent(engine);
        return await ReadAsync(engine, images.Select(i => Tagged(i.Image, i.Reference, stored)), cancellation);
    }

    /// <summary>What layers hold that have been read, by DiffID.</summary>
    public ImmutableDictionary<string, LayerContent> Contents(IEnumerable<ImageLayer> layers) => layers
        .Select(l => l.DiffId).Distinct(StringComparer.Ordinal)
        .Select(d => _cache.Find(d) ?? throw new StrataException(ExitCode.Unreachable, new Problem("analysis", $"what was read of layer '{d}' is gone again", "call again")))
        .ToImmutableDictionary(c => c.DiffId, StringComparer.Ordinal);

    private static LayeredImage Layered(ImageDefinition image, AnalyzedImage found) =>
        new(image.Name, image.Parents, found.Reference, found.Digest, found.Layers, found.MetadataSize);

    private async Task<ImmutableDictionary<string, AnalyzedImage>> ReadEngineAsync(
        ImmutableArray<ImageDefinition> images, ImageTags tags, CancellationToken cancellation)
    {
        var engines = EngineSelection.Here(_session);
        var engine = await engines.RecallAsync(cancellation);
        var names = images.Select(i => i.Name).ToArray();
        var stored = engine is null ? null : await StoredAsync(engine, names, cancellation);
        if (stored is null)
        {
            engine = await engines.ConnectAsync(cancellation);
            stored = await StoredAsync(engine, names, cancellation) ?? throw Silent(engine);
        }

        return await ReadAsync(engine!, images.Select(i => Request(i, tags, stored)), cancellation);
    }

    private Task<ImmutableDictionary<string, AnalyzedImage>> ReadAsync(EngineConnection engine, IEnumerable<ImageRequest?> requests, CancellationToken cancellation)
    {
        IImageSource? store = ContentStoreSource.Of(engine, ConsoleOutput.Progress.WriteLine);
        return (store ?? new EngineExportSource(_host, engine, _state.Combine("analysis", "images"), ConsoleOutput.Progress.WriteLine))
            .ReadAsync([.. requests.OfType<ImageRequest>()], _cache, cancellation);
    }

    private Task<ImmutableDictionary<string, StoredImage>?> StoredAsync(EngineConnection engine, IEnumerable<string> images, CancellationToken cancellation) =>
        new ImageStore(_host, engine).ListAsync(images, cancellation);

    private static StrataException Silent(EngineConnection engine) =>
        new(ExitCode.Unreachable, new Problem(engine.Description, "it does not say which images it has", "see whether it runs"));

    // The image that this call's tag means, else the newest that was built in this clone, else the newest at all.
    private ImageRequest? Request(ImageDefinition image, ImageTags tags, ImmutableDictionary<string, StoredImage> stored)
    {
        if (Tagged(image.Name, ImageReferences.Local(image, tags), stored) is { } tagged)
        {
            return tagged;
        }

        var known = _records.GetValueOrDefault(image.Name, []).Where(r => stored.ContainsKey(r.Digest)).OrderByDescending(r => r.Workspace == _session.Root).FirstOrDefault();
        return known is null ? null : new ImageRequest(image.Name, known.Reference, known.Digest);
    }

    private static ImageRequest? Tagged(string image, string reference, ImmutableDictionary<string, StoredImage> stored) =>
        stored.FirstOrDefault(s => s.Value.References.Contains(reference)) is { Key: { } digest } ? new ImageRequest(image, reference, digest) : null;
}
