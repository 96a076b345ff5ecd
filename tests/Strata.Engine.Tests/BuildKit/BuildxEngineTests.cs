using Strata.Engine.BuildKit;
using Strata.Engine.Hosts;
using Strata.Planning;

namespace Strata.Engine.Tests.BuildKit;

public sealed class BuildxEngineTests : BuildEngineContract
{
    private TestTree tree = null!;

    [SetUp]
    public void CreateTree() => tree = new TestTree();

    [TearDown]
    public void DeleteTree() => tree.Dispose();

    [Test]
    public async Task Log_of_an_image_holds_its_steps_and_its_files_are_gone_afterwards()
    {
        var engine = await CreateAsync();
        await engine.SolveAsync(Request(Target("base")), Progress, CancellationToken.None);

        Assert.That(File.ReadAllText(Path.Combine(tree.Logs, "base.log")), Does.Contain("[1/1] ").And.Contain("COPY file /"));
        Assert.That(Directory.GetFileSystemEntries(tree.Scratch), Is.Empty);
    }

    [Test]
    public async Task Built_in_frontend_ignores_the_syntax_directive_and_keeps_the_ignore_file()
    {
        var target = Target("base") with { UseBuiltInFrontend = true };
        target = target with { DockerfileText = "# syntax=127.0.0.1:1/no/such:frontend\nFROM scratch\nCOPY . /\n" };
        var engine = await CreateAsync();
        var request = Request(target);
        File.WriteAllText(Path.Combine(tree.Root, "docker/base/Dockerfile.dockerignore"), "*\n!file\n");
        var results = await engine.SolveAsync(request, Progress, CancellationToken.None);

        Assert.That(results[0], Is.TypeOf<ImageBuilt>(), results[0].ToString());
        Assert.That(await tree.FilesOfAsync("strata.test/base:dev"), Is.EqualTo(new[] { "file" }));
    }

    [Test]
    public async Task Cancelled_step_ends_and_leaves_no_process()
    {
        var engine = await CreateAsync();
        await tree.AddBusyboxAsync();
        using var cancelling = new CancellationTokenSource();
        var marker = $"86{Random.Shared.Next(1000, 9999)}";
        var target = Recorded.Target("base", $"FROM scratch\nCOPY busybox /\nRUN [\"/busybox\", \"sleep\", \"{marker}\"]\n");
        var solving = engine.SolveAsync(Request(target with { NoCache = true }), Progress, cancelling.Token);
        await Progress.When(e => e is BuildEvent.StepStarted { Step.Text: var text } && text.StartsWith("RUN", StringComparison.Ordinal)).WaitAsync(TimeSpan.FromSeconds(30));

        await cancelling.CancelAsync();

        Assert.That(async () => await solving, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => TestTree.Processes().Select(p => p.Line).Where(l => l.Contains(marker) || l.Contains(tree.Scratch)).ToArray(), Is.Empty.After(10_000, 100));
    }

    [Test]
    public async Task Failing_command_is_told_with_its_output()
    {
        var engine = await CreateAsync();
        await tree.AddBusyboxAsync();
        var target = Recorded.Target("base", "FROM scratch\nCOPY busybox /\n\nRUN [\"/busybox\", \"ls\", \"/nowhere\"]\n");
        var results = await engine.SolveAsync(Request(target), Progress, CancellationToken.None);

        var failed = (ImageFailed)results[0];
        Assert.Multiple(() =>
        {
            Assert.That(failed.Problem.Place, Is.EqualTo("docker/base/Dockerfile:4"));
            Assert.That(failed.Problem.What, Is.EqualTo("RUN [\"/busybox\", \"ls\", \"/nowhere\"] exited with code 1"));
            Assert.That(failed.Problem.Excerpt, Does.Contain("/nowhere: No such file"));
            Assert.That(failed.LogFile, Is.EqualTo(Path.Combine(tree.Logs, "base.log")));
            Assert.That(File.ReadAllText(failed.LogFile!), Does.Contain("/nowhere: No such file"));
        });
    }

    private protected override async Task<IBuildEngine> CreateAsync() =>
        new BuildxEngine(new LocalHost(), await EngineUnderTest.ConnectAsync(), tree.Scratch);

    private protected override SolveRequest Request(params SolveTarget[] targets) => tree.Request(targets);
}
