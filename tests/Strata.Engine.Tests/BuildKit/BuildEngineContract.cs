using Strata.Engine.BuildKit;
using Strata.Planning;
using Strata.Testing.BuildKit;

namespace Strata.Engine.Tests.BuildKit;

/// <summary>What every <see cref="IBuildEngine"/> does.</summary>
public abstract class BuildEngineContract
{
    private protected RecordedProgress Progress { get; private set; } = new();

    /// <summary>An engine.</summary>
    private protected abstract Task<IBuildEngine> CreateAsync();

    /// <summary>A request of targets whose context holds a file <c>file</c>.</summary>
    private protected abstract SolveRequest Request(params SolveTarget[] targets);

    [SetUp]
    public void Forget() => Progress = new RecordedProgress();

    [Test]
    public async Task Images_are_built_in_the_order_of_the_request_on_their_parents_layers()
    {
        var results = await SolveAsync(Target("base"), Target("child", "base"), Target("other"));

        Assert.That(results.Select(r => r.Image), Is.EqualTo(new[] { "base", "child", "other" }));
        Assert.That(results, Is.All.TypeOf<ImageBuilt>());
        var (parent, child) = ((ImageBuilt)results[0], (ImageBuilt)results[1]);
        Assert.Multiple(() =>
        {
            Assert.That(child.Reference, Is.EqualTo("strata.test/child:dev"));
            Assert.That(child.Digest, Does.Match("^sha256:[0-9a-f]{64}$").And.Not.EqualTo(parent.Digest));
            Assert.That(child.Layers.Take(parent.Layers.Length), Is.EqualTo(parent.Layers));
            Assert.That(child.Layers, Has.Length.EqualTo(2));
            Assert.That(child.Layers.Select(l => l.Bytes), Is.All.Positive);
            Assert.That(child.Steps, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Same_request_gives_the_same_digests()
    {
        var first = await SolveAsync(Target("base"), Target("child", "base"));
        var second = await SolveAsync(Target("base"), Target("child", "base"));

        Assert.That(second.Cast<ImageBuilt>().Select(r => r.Digest), Is.EqualTo(first.Cast<ImageBuilt>().Select(r => r.Digest)));
    }

    [Test]
    public async Task Failure_names_the_line_and_what_was_not_built_because_of_it()
    {
        var results = await SolveAsync(Target("base") with { DockerfileText = "FROM scratch\nCOPY missing /x\n" }, Target("child", "base"), Target("other"));

        Assert.Multiple(() =>
        {
            Assert.That(results[0], Is.TypeOf<ImageFailed>());
            Assert.That(((ImageFailed)results[0]).Problem.Place, Is.EqualTo("docker/base/Dockerfile:2"));
            Assert.That(results[1], Is.EqualTo(new ImageNotBuilt("child", "base failed")));
            // It may have been in the store before the other one failed.
            Assert.That(results[2], Is.TypeOf<ImageBuilt>().Or.EqualTo(new ImageNotBuilt("other", "cancelled because base failed")));
        });
    }

    [Test]
    public async Task Steps_are_told_and_results_are_left_to_the_caller()
    {
        await SolveAsync(Target("base"));

        Assert.That(Progress.Of<BuildEvent.StepFinished>().Select(s => s.Image), Does.Contain("base"));
        Assert.That(Progress.Of<BuildEvent.ImageFinished>(), Is.Empty);
    }

    [Test]
    public async Task Cancelled_solve_throws()
    {
        var engine = await CreateAsync();
        Assert.That(
            async () => await engine.SolveAsync(Request(Target("base")), Progress, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Empty_request_gives_nothing() => Assert.That(await SolveAsync(), Is.Empty);

    private protected static SolveTarget Target(string name, params string[] parents) =>
        Recorded.Target(name, parents.Length == 0 ? "FROM scratch\nCOPY file /\n" : $"FROM {parents[0]}\nCOPY file /{name}\n", parents);

    private async Task<IReadOnlyList<ImageResult>> SolveAsync(params SolveTarget[] targets)
    {
        var engine = await CreateAsync();
        return await engine.SolveAsync(Request(targets), Progress, CancellationToken.None);
    }
}
