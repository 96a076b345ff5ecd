using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Engine.Records;
using Strata.Engine.Supplies;
using Strata.Graph;
using Strata.Planning;
using Strata.Targets.Components;

namespace Strata.Targets;

/// <summary>Decides what is built and what is reused; asks no more of the machine than that takes.</summary>
internal sealed class ImagePlanning
{
    private readonly StrataSession _session;
    private readonly EngineSelection _engines;
    private readonly LocalHost _host = new();

    public ImagePlanning(StrataSession session, StateDirectory state, IBuildProgress progress)
    {
        _session = session;
        _engines = new EngineSelection(session, _host, state, progress);
        Upstreams = new UpstreamSources(new DebianRootBuilder(_host, state.Root, progress));
        Manifests = new ManifestSource(session);
        Records = new RecordLog(state.Combine("records"), text => progress.Report(new BuildEvent.Warning(null, text)));
    }

    /// <summary>What is remembered of earlier builds.</summary>
    public RecordLog Records { get; }

    /// <summary>Where upstreams come from.</summary>
    public UpstreamSources Upstreams { get; }

    /// <summary>What images are made of.</summary>
    public ManifestSource Manifests { get; }

    /// <summary>What stands behind the upstreams of the plan's images.</summary>
    public IReadOnlyDictionary<Upstream, ContextSource> Sources { get; private set; } = ImmutableDictionary<Upstream, ContextSource>.Empty;

    /// <summary>The engine whose store the plan was made for; null when it was not needed to know one.</summary>
    public EngineConnection? Engine { get; private set; }

    /// <summary>The engine keeps images by the digest of their manifest, as far as is known.</summary>
    public bool CanStandOnStored { get; private set; }

    /// <summary>Plans.</summary>
    /// <param name="images">Names of images; null for all.</param>
    /// <param name="isForBuild">Something that is not reused will be built right after.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="DefinitionException">Unknown images, or a manifest cannot be made.</exception>
    /// <exception cref="StrataException">The engine or an upstream cannot be had.</exception>
    public async Task<BuildPlan> PlanAsync(IReadOnlyCollection<string>? images, bool isForBuild, CancellationToken cancellation)
    {
        var (graph, supply) = (_session.Graph, _session.Supply.Supply);
        var first = Planner.Plan(graph, images, supply);
        var names = first.ToBuild.Select(s => s.Image.Name).ToImmutableArray();
        var reading = Records.ReadAsync(names, cancellation);
        var upstreams = first.ToBuild.SelectMany(s => graph.Inputs(s.Image).Contexts).Select(c => c.Source).OfType<ImageSource.External>();
        Sources = await Upstreams.ResolveAsync(upstreams.Select(u => u.Upstream), supply, refresh: false, cancellation);
        var facts = new ReuseFacts(
            await Manifests.CollectAsync(names, Sources, cancellation), await reading, ImmutableDictionary<string, StoredImage>.Empty)
        {
            IsForced = (_session.Build as IBuildImages)?.Force == true,
            NoCache = NoCache(graph, images),
            Workspace = _session.Root,
        };

        // Without a record there is nothing to look for, and no engine to start for it.
        if (!facts.IsForced && names.Any(n => facts.RecordsOf(n).Any(r => r.Fingerprint == facts.Manifests[n].Fingerprint)))
        {
            Engine = _engines.Recall();
            var stored = Engine is null ? null : await new ImageStore(_host, Engine).ListAsync(cancellation);
            if (stored is null)
            {
                Engine = await _engines.ConnectAsync(cancellation);
                stored = await StoredAsync(Engine, cancellation);
            }

            CanStandOnStored = stored.Values.Any(i => i.IsAddressable);
            facts = facts with { Stored = stored };
        }

        var plan = Planner.Plan(graph, images, supply, facts);
        if (isForBuild && plan.ToBuild.Any())
        {
            // The one that was remembered may not be the one that builds now.
            var engine = await _engines.ConnectAsync(cancellation);
            if (Engine is not null && (engine.Socket != Engine.Socket || engine.Builder != Engine.Builder || engine.Socket is null))
            {
                plan = Planner.Plan(graph, images, supply, facts with { Stored = await StoredAsync(engine, cancellation) });
            }

            Engine = engine;
            CanStandOnStored |= engine.Kind == EngineKind.Private;
        }

        return plan;
    }

    private async Task<ImmutableDictionary<string, StoredImage>> StoredAsync(EngineConnection engine, CancellationToken cancellation) =>
        await new ImageStore(_host, engine).ListAsync(cancellation) ?? throw new StrataException(ExitCode.Unreachable, new Problem(
            engine.Description, "it does not say which images it has", "see whether it runs, or build with --force"));

    private ImmutableHashSet<string> NoCache(ImageGraph graph, IReadOnlyCollection<string>? images) => (_session.Build as IBuildImages)?.NoCache switch
    {
        null => [],
        [] => [.. Planner.Plan(graph, images, graph.Supply).ToBuild.Where(s => images is null || images.Contains(s.Image.Name)).Select(s => s.Image.Name)],
        var named => [.. Planner.Plan(graph, named, graph.Supply).ToBuild.Select(s => s.Image.Name).Where(n => named.Any(a => graph.Get(a).Name == n))],
    };
}
