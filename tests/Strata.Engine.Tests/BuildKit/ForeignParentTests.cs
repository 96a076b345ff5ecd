using System.Net;
using System.Net.Sockets;
using Strata.Engine.BuildKit;
using Strata.Engine.Hosts;
using Strata.Planning;
using Strata.Testing.BuildKit;

namespace Strata.Engine.Tests.BuildKit;

/// <summary>A registry holds another image under the very tag of a parent: it must never become the parent.</summary>
public sealed class ForeignParentTests
{
    private readonly TestTree tree = new();
    private TestRegistry registry = null!;
    private BuildxEngine engine = null!;

    private string Reference => $"{registry.Address}/owner/base-ml:v1";

    private SolveTarget Parent => Recorded.Target("base-ml", "FROM scratch\nCOPY file /right\n") with { Tags = [Reference] };

    private string OldForm => $"ARG REGISTRY={registry.Address}\nARG OWNER=owner\nARG BASE_VERSION=v1\nFROM ${{REGISTRY}}/${{OWNER}}/base-ml:${{BASE_VERSION}}\nCOPY file /child\n";

    [OneTimeSetUp]
    public async Task PushForeignImage()
    {
        engine = new BuildxEngine(new LocalHost(), await EngineUnderTest.ConnectAsync(), tree.Scratch);
        registry = await TestRegistry.StartAsync();
        await SolveAsync(Recorded.Target("foreign", "FROM scratch\nCOPY file /wrong\n") with { Tags = [Reference] });
        await EngineUnderTest.ReadAsync("push", "--quiet", Reference);
    }

    [SetUp]
    public async Task ForgetLocalParent() => await EngineUnderTest.DockerAsync("image", "rm", Reference);

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (registry is not null)
        {
            await EngineUnderTest.DockerAsync("image", "rm", Reference);
            await registry.DisposeAsync();
        }

        tree.Dispose();
    }

    [Test]
    public async Task Without_a_context_the_foreign_image_would_be_taken()
    {
        await SolveAsync(Recorded.Target("child", OldForm));

        Assert.That(await tree.FilesOfAsync("strata.test/child:dev"), Is.EqualTo(new[] { "child", "wrong" }));
    }

    [Test]
    public async Task Parent_named_by_its_reference_is_the_one_of_the_request()
    {
        await SolveAsync(Parent, Child(OldForm, Reference));

        Assert.That(await tree.FilesOfAsync("strata.test/child:dev"), Is.EqualTo(new[] { "child", "right" }));
    }

    [Test]
    public async Task Parent_named_by_its_name_is_the_one_of_the_request()
    {
        await SolveAsync(Parent, Child("FROM base-ml\nCOPY file /child\n", "base-ml"));

        Assert.That(await tree.FilesOfAsync("strata.test/child:dev"), Is.EqualTo(new[] { "child", "right" }));
    }

    [Test]
    public async Task Reused_parent_is_taken_by_its_digest()
    {
        var parent = (ImageBuilt)(await SolveAsync(Parent))[0];
        var child = Recorded.Target("child", "FROM base-ml\nCOPY file /child\n");
        await SolveAsync(child with { Contexts = child.Contexts.Add("base-ml", new ContextSource.Stored("base-ml", $"{Reference}@{parent.Digest}")) });

        Assert.That(await tree.FilesOfAsync("strata.test/child:dev"), Is.EqualTo(new[] { "child", "right" }));
    }

    [Test]
    public async Task Reused_parent_is_taken_from_the_store_without_asking_its_registry()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = listener.AcceptTcpClientAsync();
        // Who asks is hung up on: a registry that only kept silent would be waited for.
        _ = asked.ContinueWith(a => { a.Result.Dispose(); listener.Stop(); }, TaskContinuationOptions.OnlyOnRanToCompletion);
        var reference = $"{listener.LocalEndpoint}/owner/base-ml:v1";
        var parent = (ImageBuilt)(await SolveAsync(Parent with { Tags = [reference] }))[0];
        var child = Recorded.Target("child", "FROM base-ml\nCOPY file /child\n");
        await SolveAsync(child with { Contexts = child.Contexts.Add("base-ml", new ContextSource.Stored("base-ml", $"{reference}@{parent.Digest}")) });

        Assert.That(asked.IsCompleted, Is.False);
        await EngineUnderTest.DockerAsync("image", "rm", reference);
    }

    [Test]
    public async Task Triggers_of_a_reused_parent_run_in_the_childs_own_context()
    {
        Directory.CreateDirectory(Path.Combine(tree.Root, "child"));
        await File.WriteAllTextAsync(Path.Combine(tree.Root, "child", "file"), "the child's");
        var text = "FROM scratch\nONBUILD COPY file /of-the-trigger\n";
        var parent = (ImageBuilt)(await SolveAsync(Recorded.Target("base-ml", text) with { Tags = [Reference] }))[0];
        var child = Recorded.Target("child", "FROM base-ml\n") with { Context = "child" };
        await SolveAsync(child with { Contexts = child.Contexts.Add("base-ml", ContextSource.OfStored("base-ml", $"{Reference}@{parent.Digest}", text)) });

        Assert.That(await tree.ContentsOfAsync("strata.test/child:dev"), Is.EqualTo(new Dictionary<string, string> { ["of-the-trigger"] = "the child's" }));
    }

    private static SolveTarget Child(string dockerfile, string context)
    {
        var child = Recorded.Target("child", dockerfile);
        return child with { Contexts = child.Contexts.Add(context, new ContextSource.Target("base-ml")) };
    }

    private async Task<IReadOnlyList<ImageResult>> SolveAsync(params SolveTarget[] targets)
    {
        var results = await engine.SolveAsync(tree.Request(targets), new RecordedProgress(), CancellationToken.None);
        Assert.That(results, Is.All.TypeOf<ImageBuilt>(), string.Join('\n', results));
        return results;
    }
}
