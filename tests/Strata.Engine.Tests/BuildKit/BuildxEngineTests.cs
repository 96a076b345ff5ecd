using System.Formats.Tar;
using System.Text.Json;
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

    [Test]
    public async Task Upstream_of_an_OCI_layout_is_built_on()
    {
        var engine = await CreateAsync();
        var upstream = (ImageBuilt)(await engine.SolveAsync(Request(Target("upstream")), Progress, CancellationToken.None))[0];
        var layout = Directory.CreateDirectory(Path.Combine(tree.Scratch, "layout")).FullName;
        await EngineUnderTest.ReadAsync("save", "-o", $"{layout}.tar", upstream.Reference);
        await TarFile.ExtractToDirectoryAsync($"{layout}.tar", layout, overwriteFiles: false);

        var child = Target("child") with { DockerfileText = "FROM python:3.12-slim\nCOPY file /child\n" };
        var source = new ContextSource.OciLayout(layout, upstream.Digest);
        var results = await engine.SolveAsync(Request(child with { Contexts = child.Contexts.Add("python:3.12-slim", source) }), Progress, CancellationToken.None);

        Assert.That(results[0], Is.TypeOf<ImageBuilt>(), results[0].ToString());
        Assert.That(((ImageBuilt)results[0]).Layers[0], Is.EqualTo(upstream.Layers[0]));
    }

    [Test]
    public async Task Dockerfile_that_cannot_be_read_fails_its_image_with_the_line()
    {
        var engine = await CreateAsync();
        var results = await engine.SolveAsync(
            Request(Target("base"), Target("bad") with { DockerfileText = "FROM scratch\nCOPPY file /\n" }), Progress, CancellationToken.None);

        Assert.That(results[0], Is.TypeOf<ImageBuilt>().Or.EqualTo(new ImageNotBuilt("base", "cancelled because bad failed")));
        Assert.That(((ImageFailed)results[1]).Problem.Place, Is.EqualTo("docker/bad/Dockerfile:2"));
        Assert.That(((ImageFailed)results[1]).Problem.What, Does.Contain("COPPY"));
    }

    [Test]
    public async Task Upstream_that_cannot_be_reached_fails_its_image_at_FROM()
    {
        var engine = await CreateAsync();
        var results = await engine.SolveAsync(
            Request(Target("base") with { DockerfileText = "ARG P=127.0.0.1:1\n\nFROM ${P}/no/such:1\n" }, Target("web", "base")), Progress, CancellationToken.None);

        Assert.That(((ImageFailed)results[0]).Problem.Place, Is.EqualTo("docker/base/Dockerfile:3"));
        Assert.That(((ImageFailed)results[0]).Problem.What, Does.Contain("127.0.0.1:1/no/such:1").And.Contain("connection refused"));
        Assert.That(results[1], Is.EqualTo(new ImageNotBuilt("web", "base failed")));
    }

    [Test]
    public async Task Finding_of_BuildKit_is_a_warning_with_its_place()
    {
        var engine = await CreateAsync();
        await engine.SolveAsync(Request(Target("base") with { DockerfileText = "FROM scratch as x\nCOPY file /\n" }), Progress, CancellationToken.None);

        Assert.That(Progress.Of<BuildEvent.Warning>(), Is.EqualTo(new[]
        {
            new BuildEvent.Warning("base", "docker/base/Dockerfile:1: FromAsCasing: 'as' and 'FROM' keywords' casing do not match"),
        }));
    }

    [Test]
    public async Task Values_arrive_in_the_image_as_they_were()
    {
        const string Value = "a ${HOME} %{if x} $${b} \"q\" \\ ' é";
        var engine = await CreateAsync();
        var target = Target("base");
        target = target with
        {
            DockerfileText = "FROM scratch\nARG V\nLABEL from.arg=\"${V}\"\nCOPY file /\n",
            Args = target.Args.Add("V", Value),
            Labels = target.Labels.Add("from.label", Value).Add("key ${x}", "v"),
        };
        await engine.SolveAsync(Request(target), Progress, CancellationToken.None);

        var labels = JsonSerializer.Deserialize<Dictionary<string, string>>(await EngineUnderTest.ReadAsync("image", "inspect", "--format", "{{json .Config.Labels}}", "strata.test/base:dev"));
        Assert.That(labels, Is.EqualTo(new Dictionary<string, string> { ["from.arg"] = Value, ["from.label"] = Value, ["key ${x}"] = "v" }));
    }

    [Test]
    public async Task Job_that_goes_on_without_us_is_done_in_parts_and_taken_up_as_one()
    {
        var job = Path.Combine(tree.Scratch, "it's a job");
        var isThereAtItsEnd = false;
        var engine = new BuildxEngine(new LocalHost(), await EngineUnderTest.ConnectAsync(), tree.Scratch)
        {
            Job = job,
            MostOfJob = 2,
            JobEnded = _ => Task.FromResult(isThereAtItsEnd = Directory.Exists(job)),
        };
        var request = Request(Target("base"), Target("web", "base"), Target("leaf", "web"));
        await engine.DetachAsync(request, null, CancellationToken.None);
        await new DetachedSolve(new LocalHost(), job).FollowAsync(_ => { }, CancellationToken.None);
        Assert.That(Directory.GetFiles(job, "metadata-*.json").Select(Path.GetFileName), Is.EquivalentTo(["metadata-0.json", "metadata-1.json"]));

        var results = await engine.SolveAsync(request, Progress, CancellationToken.None);

        Assert.That(results.Select(r => r.Image), Is.EqualTo(["base", "web", "leaf"]));
        Assert.That(results, Is.All.TypeOf<ImageBuilt>());
        Assert.That(results.Cast<ImageBuilt>().Select(b => b.Layers.Length), Is.EqualTo([1, 2, 3]));
        Assert.That(Progress.Of<BuildEvent.Warning>(), Is.Empty);
        Assert.That(isThereAtItsEnd, Is.True, "who waits for the lock then may still be ended, and another takes it up");
        Assert.That(job, Does.Not.Exist);
    }

    private protected override async Task<IBuildEngine> CreateAsync() =>
        new BuildxEngine(new LocalHost(), await EngineUnderTest.ConnectAsync(), tree.Scratch);

    private protected override SolveRequest Request(params SolveTarget[] targets) => tree.Request(targets);
}
