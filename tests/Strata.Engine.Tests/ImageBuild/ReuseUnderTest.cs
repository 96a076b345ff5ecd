using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Engine.ImageBuild;
using Strata.Engine.Records;
using Strata.Engine.Tests.BuildKit;
using Strata.Graph;
using Strata.Planning;
using Strata.Testing;
using Strata.Testing.BuildKit;

namespace Strata.Engine.Tests.ImageBuild;

/// <summary>A repository of small images in a folder of its own, built on the real engine as the product builds: collect, plan, solve, remember.</summary>
internal sealed class ReuseUnderTest : IDisposable
{
    private readonly string _id = Guid.NewGuid().ToString("N")[..8];
    private readonly ImageGraph _graph;
    private readonly LocalHost _host = new();

    /// <summary>Each image copies its folder below services/ and stands on its first parent.</summary>
    public ReuseUnderTest(string graph, string? state = null)
    {
        Root = Directory.CreateTempSubdirectory("strata-reuse-").FullName;
        State = state ?? Path.Combine(Root, ".state");
        var graphs = Graphs.Parse(graph);
        foreach (var image in graphs.Definitions)
        {
            Write($"services/{image.Name}/app", "1");
            var text = $"FROM {image.Parents.FirstOrDefault() ?? "scratch"}\nCOPY services/{image.Name} /{image.Name}\n";
            graphs.WithDockerfile(image.Name, text);
            Write($"docker/{image.Name}/Dockerfile", text);
        }

        _graph = graphs.Create();
    }

    public string Root { get; }

    /// <summary>The folder of the records.</summary>
    public string State { get; }

    /// <summary>How often bake was asked to solve.</summary>
    public int Solves { get; private set; }

    /// <summary>Called before each solve.</summary>
    public Action Solving { get; set; } = () => { };

    public List<string> Warnings { get; } = [];

    public void Write(string path, string text)
    {
        var place = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.WriteAllText(place, text);
    }

    /// <summary>The tag of the calls.</summary>
    public string Name { get; set; } = "dev";

    public string Tag(string image) => $"strata.test/{_id}/{image}:{Name}";

    public async Task<BuildPlan> PlanAsync(params string[] noCache)
    {
        var engine = await EngineUnderTest.ConnectAsync();
        var names = _graph.Images.Select(i => i.Name).ToArray();
        var records = await Log().ReadAsync(names, CancellationToken.None);
        var repositories = records.Values.SelectMany(r => r).Select(r => r.Reference.Split(':')[0]);
        return Planner.Reuse(_graph, Planner.Plan(_graph, null, _graph.Supply), new ReuseFacts(
            await CollectAsync(names), records, (await new ImageStore(_host, engine).ListAsync(repositories, CancellationToken.None))!)
        { NoCache = [.. noCache], Workspace = Root });
    }

    /// <summary>Builds what a fresh plan says.</summary>
    /// <returns>What was built, with the reasons: <c>web: file services/web/app changed</c>.</returns>
    public async Task<string> BuildAsync(params string[] noCache)
    {
        var connection = await EngineUnderTest.ConnectAsync();
        var plan = await PlanAsync(noCache);
        var settings = new SolveSettings(Root, Path.Combine(Root, ".logs"), i => [Tag(i.Name)]) { TagsFingerprints = false };
        var store = new ImageStore(_host, connection);
        var there = await store.ListAsync(StoreNames.Repositories(plan.Steps, settings), CancellationToken.None);
        await store.TagAsync(StoreNames.Missing(_graph, plan.Steps, settings, there!), CancellationToken.None);
        var request = SolveRequestFactory.Create(_graph, plan, new Dictionary<Upstream, ContextSource>(), settings);
        var engine = new CountingEngine(this, new BuildxEngine(_host, connection, Path.Combine(Root, ".runs")));
        var progress = new RecordedProgress();
        var run = new ImageBuildRun(plan, request, engine, progress) { CanStandOnStored = true };
        Results = (await run.RunAsync(CancellationToken.None)).ToDictionary(r => r.Image);
        await new BuildRecorder(Log(), "test", Root, TimeProvider.System).WriteAsync(plan, run, FindChangedAsync, progress);
        Warnings.AddRange(progress.Of<BuildEvent.Warning>().Select(w => w.Text));
        return string.Join("; ", plan.ToBuild.Select(s => $"{s.Image.Name}: {s.Reason}"));
    }

    /// <summary>What became of each image in the last build.</summary>
    public IReadOnlyDictionary<string, ImageResult> Results { get; private set; } = ImmutableDictionary<string, ImageResult>.Empty;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private RecordLog Log() => new(State, Warnings.Add);

    private Task<IReadOnlyDictionary<string, InputManifest>> CollectAsync(IReadOnlyCollection<string> images) =>
        new FingerprintCollector(Root, FileHashCache.Open(Path.Combine(Root, ".hashes"))).CollectAsync(_graph, images, (_, _) => null, CancellationToken.None);

    private async Task<ImmutableHashSet<string>> FindChangedAsync(IReadOnlyCollection<PlanStep> steps) =>
        ChangedInputs.Find(_graph, new DiskFileTree(Root), steps, await CollectAsync([.. steps.Select(s => s.Image.Name)]));

    private sealed class CountingEngine(ReuseUnderTest owner, IBuildEngine inner) : IBuildEngine
    {
        public Task<ImmutableArray<ImageResult>> SolveAsync(SolveRequest request, IBuildProgress progress, CancellationToken cancellation)
        {
            owner.Solves++;
            owner.Solving();
            return inner.SolveAsync(request, progress, cancellation);
        }
    }
}
