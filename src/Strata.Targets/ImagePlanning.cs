using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Engine.Records;
using Strata.Engine.Registry;
using Strata.Engine.Supplies;
using Strata.Graph;
using Strata.Oci;
using Strata.Planning;
using Strata.Targets.Components;

namespace Strata.Targets;

/// <summary>Decides what is built and what is reused; asks no more of the machine than that takes.</summary>
internal sealed class ImagePlanning
{
    private readonly StrataSession _session;
    private readonly EngineSelection _engines;
    private readonly UpstreamLockFile _lock;
    private readonly UpstreamSources _upstreams;
    private readonly BuildPlace _place;
    private readonly IBuildHost _host;
    private readonly HostRecords? _shared;
    private readonly RemoteImages _remote;
    private readonly IBuildProgress _progress;

    // What the manifests were made of; the file may change while the engine starts.
    private UpstreamLock _locked = UpstreamLock.Empty;

    public ImagePlanning(StrataSession session, BuildPlace place, IBuildProgress progress)
    {
        _session = session;
        _place = place;
        _progress = progress;
        _host = place.Host;
        _engines = new EngineSelection(session, place, progress);
        _lock = new UpstreamLockFile(
            Path.Combine(session.Root, UpstreamLockFile.DefaultPath),
            session.Build.TemporaryDirectory / UpstreamLockFile.Gate,
            new UpstreamResolver(new RegistryClient(Credentials()), _host),
            isLocked: (session.Build as IBuildImages)?.Locked == true,
            text => progress.Report(new BuildEvent.Note(text)))
        {
            IsKept = DryRun.IsAsked(session),
        };
        _upstreams = new UpstreamSources(new DebianRootBuilder(_host, place.State, progress), _lock);
        _remote = new RemoteImages(session, new LocalHost(), progress);
        Manifests = new ManifestSource(session);
        _shared = place.Remote is null ? null : new HostRecords(_host, $"{place.State}/records", place.Records);
        Records = new RecordLog(place.Records, text => progress.Report(new BuildEvent.Warning(null, text)), _shared is null ? null : _shared.AppendAsync);
    }

    /// <summary>What is remembered of earlier builds.</summary>
    public RecordLog Records { get; }

    /// <summary>The call publishes what it builds.</summary>
    public bool IsPublishing => _remote.IsPublishing;

    /// <summary>What images are made of.</summary>
    public ManifestSource Manifests { get; }

    /// <summary>What stands behind the upstreams of the plan's images.</summary>
    public IReadOnlyDictionary<Upstream, ContextSource> Sources { get; private set; } = ImmutableDictionary<Upstream, ContextSource>.Empty;

    /// <summary>The engine whose store the plan was made for; null when it was not needed to know one.</summary>
    public EngineConnection? Engine { get; private set; }

    /// <summary>Decides what of a plan that knows of nothing built before has to be done.</summary>
    /// <param name="first">That plan.</param>
    /// <param name="isForBuild">Something that is not reused will be built right after.</param>
    /// <param name="given">Steps of other machines, or of an earlier part of the plan.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="DefinitionException">A manifest cannot be made.</exception>
    /// <exception cref="StrataException">The engine or an upstream cannot be had.</exception>
    public async Task<BuildPlan> PlanAsync(BuildPlan first, bool isForBuild, IReadOnlyDictionary<string, PlanStep> given, CancellationToken cancellation)
    {
        var graph = _session.Graph;
        var names = Own(first).Select(s => s.Image.Name).ToImmutableArray();
        if (DependencyLock.Missing(Own(first).Select(s => graph.Inputs(s.Image)), _session.Files).ToImmutableArray() is { IsEmpty: false } missing)
        {
            throw new DefinitionException(missing);
        }

        var isForced = (_session.Build as IBuildImages)?.Force == true;
        var reading = Task.Run(() => RecordsAsync(names, cancellation), cancellation);
        var recalled = await _engines.RecallAsync(cancellation);

        // What there is of earlier builds is looked up while it is found out what is wanted now.
        var listing = recalled is null || isForced ? null : Task.Run(
            async () => Repositories((await reading).Values.SelectMany(r => r)) is { Length: > 0 } all ? await Store(recalled).ListAsync(all, cancellation) : null, cancellation);
        var facts = new ReuseFacts(await ManifestsAsync(first, cancellation), await reading, ImmutableDictionary<string, StoredImage>.Empty)
        {
            IsForced = isForced,
            NoCache = NoCache(first),
            Given = given,
            Workspace = _session.Root,
        };

        // Without a record there is nothing to look for, and no engine to start for it.
        var repositories = Repositories(names.SelectMany(n => facts.RecordsOf(n).Where(r => r.Fingerprint == facts.Manifests[n].Fingerprint)));
        var isAsked = facts.IsForced || repositories.Length == 0;
        if (!isAsked && listing is not null && await listing is { } there)
        {
            isAsked = true;
            Engine = recalled;
            facts = facts with { Stored = there };
        }

        // What the engine has costs no call of the registry, and what the registry has starts no engine.
        var plan = Planner.Reuse(graph, first, facts);
        if (!facts.IsForced && (_remote.IsPublishing || Own(plan).Any()))
        {
            facts = facts with { Remote = await _remote.FindAsync(facts.Manifests, names.Except(facts.NoCache), cancellation) };
            plan = Planner.Reuse(graph, first, facts);
        }

        if (!isAsked && Own(plan).Any())
        {
            Engine = DryRun.IsAsked(_session) ? await _engines.FindAsync(cancellation) : await _engines.ConnectAsync(cancellation);
            if (Engine is not null)
            {
                facts = facts with { Stored = await StoredAsync(Engine, repositories, cancellation) };
                plan = Planner.Reuse(graph, first, facts);
            }
            else
            {
                _progress.Report(new BuildEvent.Warning(null, "no engine runs on this machine, and a dry run starts none: what it has counts as not there"));
            }
        }

        if (isForBuild && Own(plan).Any())
        {
            // The one that was remembered may not be the one that builds now.
            var engine = await _engines.ConnectAsync(cancellation);
            if (Engine is not null && (engine.HostSocket != Engine.HostSocket || engine.Builder != Engine.Builder || engine.Socket is null))
            {
                facts = facts with { Stored = await StoredAsync(engine, repositories, cancellation) };
                plan = Planner.Reuse(graph, first, facts);
            }

            Engine = engine;
            await ResolveAsync();
            if (_lock.HasMoved)
            {
                // The archive keeps only its newest packages: what has to be made is made of those, and so is all that stands on it.
                facts = facts with { Manifests = await ManifestsAsync(first, cancellation) };
                plan = Planner.Reuse(graph, first, facts);
                await ResolveAsync();
            }
        }

        return plan;

        IEnumerable<PlanStep> Own(BuildPlan whole) => whole.ToBuild.Where(s => !given.ContainsKey(s.Image.Name));

        async Task ResolveAsync() => Sources = Sources.ToImmutableDictionary().SetItems(await _upstreams.ResolveAsync(Upstreams(Own(plan)), _locked, first.Supply, cancellation));
    }

    /// <summary>The images of some repositories that the engine has.</summary>
    /// <exception cref="StrataException">It does not say (exit code 4).</exception>
    public async Task<ImmutableDictionary<string, StoredImage>> StoredAsync(EngineConnection engine, IEnumerable<string> repositories, CancellationToken cancellation) =>
        await Store(engine).ListAsync(repositories, cancellation) ?? throw new StrataException(ExitCode.Unreachable, new Problem(
            engine.Description, "it does not say which images it has", "see whether it runs, or build with --force"));

    private async Task<ImmutableDictionary<string, ImmutableArray<BuildRecord>>> RecordsAsync(ImmutableArray<string> images, CancellationToken cancellation)
    {
        if (_shared is not null)
        {
            await _shared.FetchAsync(images, cancellation);
        }

        return await Records.ReadAsync(images, cancellation);
    }

    // Of registries that upstreams come from, only those that the user is logged in to.
    private ICredentialSource Credentials() => DockerConfigCredentials.FileOf(Environment.GetEnvironmentVariable) is { } file
        ? new DockerConfigCredentials(new LocalHost(), file)
        : new CredentialChain();

    private async Task<IReadOnlyDictionary<string, InputManifest>> ManifestsAsync(BuildPlan plan, CancellationToken cancellation)
    {
        var locked = _locked = await _lock.EnsureAsync(Upstreams(plan.ToBuild), plan.Supply, cancellation);
        return await Manifests.CollectAsync(
            [.. plan.ToBuild.Select(s => s.Image.Name)], (upstream, platform) => locked.DigestOf(upstream, plan.Supply, platform)?.ToString(), cancellation);
    }

    // A digest that the Dockerfile itself fixes needs no lock.
    private IEnumerable<Upstream> Upstreams(IEnumerable<PlanStep> steps) => steps
        .SelectMany(s => _session.Graph.Inputs(s.Image).Contexts)
        .Select(c => c.Source)
        .OfType<ImageSource.External>()
        .Where(e => _session.Supply.Supply != Supply.Hub || e.Digest is null)
        .Select(e => e.Upstream);

    // Where the images of records are.
    private static string[] Repositories(IEnumerable<BuildRecord> records) => [.. records.Select(r => r.Reference[..r.Reference.LastIndexOf(':')]).Distinct(StringComparer.Ordinal)];

    private ImageStore Store(EngineConnection engine) => new(_host, engine);

    // Without a name it means all that the call asks for.
    private ImmutableHashSet<string> NoCache(BuildPlan first) => (_session.Build as IBuildImages)?.NoCache switch
    {
        null => [],
        [] => AskedFor(first),
        var named => AskedFor(Planner.Plan(_session.Graph, named, first.Supply)),
    };

    private static ImmutableHashSet<string> AskedFor(BuildPlan plan) => [.. plan.ToBuild.Where(s => s.IsAskedFor).Select(s => s.Image.Name)];
}
