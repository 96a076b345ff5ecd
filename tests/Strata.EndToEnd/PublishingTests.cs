using System.Text.Json;
using Strata.Engine.Engines;
using Strata.Engine.Registry;
using Strata.Engine.Tests.BuildKit;
using Strata.Oci;

namespace Strata.EndToEnd;

/// <summary>Two clones of native code, each with an engine of its own, and one registry between them.</summary>
[NonParallelizable]
public sealed class PublishingTests
{
    private WorkingCopy _first = null!;
    private WorkingCopy _second = null!;
    private PrivateEngine _secondEngine = null!;
    private TestRegistry _registry = null!;

    [OneTimeSetUp]
    public async Task Clone_twice()
    {
        await Needs.PrivateEngineAsync();
        await EngineHome.ConnectAsync();
        _first = await SmallImages.CloneAsync(EngineHome.Path, way: "native");
        _second = _first.Duplicate();
        _secondEngine = EngineHome.EngineOf(_second.Home);
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (_second is not null)
        {
            await EngineHome.EndAsync(_second.Home);
            _second.Dispose();
        }

        _first?.Dispose();
    }

    [SetUp]
    public async Task Start_with_an_empty_registry_and_new_sources()
    {
        _registry = await TestRegistry.StartAsync();
        var content = Guid.NewGuid().ToString("N");
        foreach (var image in SmallImages.Names)
        {
            SmallImages.Fill(_first, image, content);
            SmallImages.Fill(_second, image, content);
        }
    }

    [TearDown]
    public async Task Stop_the_registry() => await _registry.DisposeAsync();

    [Test]
    public async Task Second_machine_builds_nothing_and_needs_no_engine()
    {
        var first = await PublishAsync(_first, "v1");
        Assert.That(first.Output + first.Error, Does.Contain("3 pushed, 0 were there already"));
        await _secondEngine.StopAsync(CancellationToken.None);

        var second = await PublishAsync(_second, "v2");

        Assert.That(second.Output + second.Error, Does.Contain("nothing to build, 3 reused").And.Contain("0 pushed, 3 were there already").And.Contain("no engine needed"));
        Assert.That((await _secondEngine.StatusAsync(CancellationToken.None)).ProcessId, Is.Null, "the second engine was started");
        Assert.That(await DigestsAsync("v2"), Is.EqualTo(await DigestsAsync("v1")));
    }

    [Test]
    public async Task Change_of_a_leaf_builds_it_on_the_parent_of_the_registry()
    {
        await PublishAsync(_first, "v1");
        SmallImages.Fill(_second, "leaf", "changed");

        var second = await PublishAsync(_second, "v2");

        Assert.That(second.Output + second.Error, Does.Contain("1 to build, 2 reused").And.Contain("1 pushed, 2 were there already"));
        var (middle, leaf) = (await ReadAsync("middle", "v2"), await ReadAsync("leaf", "v2"));
        Assert.That(leaf.StandsOn(middle.DiffIds), Is.True, "the leaf stands on the parent of the registry");
        Assert.That((await DigestsAsync("v2"))["middle"], Is.EqualTo((await DigestsAsync("v1"))["middle"]));
    }

    [Test]
    public async Task Refresh_of_a_base_reaches_the_other_machine()
    {
        await PublishAsync(_first, "v1");
        await PublishAsync(_second, "v1");
        var before = await DigestsAsync("v1");

        // The first refreshes the base alone: its children in the registry still stand on the old one.
        var refresh = await _first.BuildAsync("Base", "--no-cache", "Base", "--push", "--supply", "Debian", "--registry", _registry.Address, "--tag", "v2");
        Assert.That(refresh.ExitCode, Is.Zero, refresh.ToString());
        var second = await PublishAsync(_second, "v3");

        Assert.That(second.Output + second.Error, Does.Contain("2 to build, 1 reused"));
        var after = await DigestsAsync("v3");
        Assert.That(after["base"], Is.Not.EqualTo(before["base"]), "the refreshed base");
        Assert.That((await ReadAsync("leaf", "v3")).StandsOn((await ReadAsync("base", "v3")).DiffIds), Is.True, "the leaf stands on the refreshed base");

        // And what the second has made of it is what the first takes.
        var first = await PublishAsync(_first, "v4");
        Assert.That(first.Output + first.Error, Does.Contain("nothing to build, 3 reused"));
        Assert.That(await DigestsAsync("v4"), Is.EqualTo(after));
    }

    [Test]
    public async Task Two_calls_of_one_clone_at_once_both_end_well_and_a_third_has_nothing_to_do()
    {
        var calls = await Task.WhenAll(PublishAsync(_first, "v1"), PublishAsync(_first, "v1"));

        Assert.That(calls.Count(c => c.ToString().Contains("nothing to build, 3 reused", StringComparison.Ordinal)), Is.EqualTo(1), string.Join('\n', calls.AsEnumerable()));
        var plain = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => _first.BuildAsync("BuildAll", "--supply", "Debian", "--force")));
        Assert.That(plain.Select(p => p.ExitCode), Is.All.Zero, string.Join('\n', plain.AsEnumerable()));
        Assert.That((await PublishAsync(_first, "v2")).ToString(), Does.Contain("nothing to build, 3 reused"));
    }

    [Test]
    public async Task Image_that_fails_moves_no_tag()
    {
        await PublishAsync(_first, "v1");
        var before = await DigestsAsync("v1");
        SmallImages.Fill(_first, "base", "changed");
        File.AppendAllText(Path.Combine(_first.Directory, "docker/leaf/Dockerfile"), "COPY --from=middle /no/such/file /\n");
        try
        {
            var failed = await _first.BuildAsync("PublishAll", "--supply", "Debian", "--registry", _registry.Address, "--tag", "v1");

            Assert.That(failed.ExitCode, Is.EqualTo(1), failed.ToString());
            Assert.That(await DigestsAsync("v1"), Is.EqualTo(before));
        }
        finally
        {
            _first.Edit("docker/leaf/Dockerfile", "COPY --from=middle /no/such/file /\n", "");
        }
    }

    [TestCase("services/leaf/content.txt", "Json")]
    [TestCase("docker/leaf/Dockerfile", "Plain")]
    public async Task Image_whose_files_change_while_it_is_built_is_not_published(string file, string progress)
    {
        using var request = new HeldRequest();
        var step = $"RUN [\"/bin/busybox\", \"wget\", \"-q\", \"-O\", \"/dev/null\", \"{request.Url}\"]\n";
        var dockerfiles = new[] { "docker/base/Dockerfile", "docker/leaf/Dockerfile" }.ToDictionary(f => Path.Combine(_first.Directory, f), f => File.ReadAllText(Path.Combine(_first.Directory, f)));
        await SmallImages.AddBusyboxAsync(_first);
        File.AppendAllText(Path.Combine(_first.Directory, "docker/leaf/Dockerfile"), step);
        try
        {
            using var call = RunningCall.Start(_first, "PublishAll", "--supply", "Debian", "--registry", _registry.Address, "--tag", "v1", "--progress", progress);
            await request.Asked.WaitAsync(RemoteStage.Patience);
            File.AppendAllText(Path.Combine(_first.Directory, file), "\n");
            request.Answer();
            var end = await call.EndAsync(RemoteStage.Patience);

            Assert.That(end.ExitCode, Is.EqualTo(1), end.ToString());
            Assert.That(end.ToString(), Does.Contain("push: files of 'leaf' changed while it was built, so nothing is published; call it again"));
            Assert.That(end.ToString(), Does.Contain("not reused next time"));
            if (progress == "Json")
            {
                Assert.That(end.Output.Split('\n').Last(l => l.StartsWith('{')), Does.Contain("\"ended\""), "no warning comes behind it");
            }

            Assert.That((await DigestsAsync("v1")).Values, Is.All.EqualTo("none"));
            Assert.That((await PublishAsync(_first, "v1")).ToString(), Does.Contain("1 to build, 2 reused").And.Contain("3 pushed"));
        }
        finally
        {
            foreach (var (path, text) in dockerfiles)
            {
                File.WriteAllText(path, text);
            }

            File.Delete(Path.Combine(_first.Directory, "services", "base", "busybox"));
        }
    }

    [Test]
    public async Task Images_are_published_when_the_last_one_is_skipped()
    {
        var call = await _first.BuildAsync("BuildAll", "--push", "--skip", "Leaf", "--supply", "Debian", "--registry", _registry.Address, "--tag", "v1");

        Assert.That(call.ExitCode, Is.Zero, call.ToString());
        Assert.That((await DigestsAsync("v1")).Where(d => d.Value != "none").Select(d => d.Key), Is.EqualTo(["base", "middle"]), call.ToString());
    }

    [Test]
    public async Task Promotion_and_values_name_what_was_published()
    {
        await PublishAsync(_first, "v1", "--output", "helm");
        var dry = await _first.BuildAsync("Promote", "--supply", "Debian", "--registry", _registry.Address, "--from", "v1", "--tag", "stable", "--dry-run");
        Assert.That(dry.Output, Does.Match($"would move {_registry.Address}/leaf:stable -> v1 sha256:"), dry.ToString());
        Assert.That((await DigestsAsync("stable")).Values, Is.All.EqualTo("none"));
        var promoted = await _first.BuildAsync("Promote", "--supply", "Debian", "--registry", _registry.Address, "--from", "v1", "--tag", "stable");
        Assert.That(promoted.ExitCode, Is.Zero, promoted.ToString());
        var digests = await DigestsAsync("v1");
        Assert.That(await DigestsAsync("stable"), Is.EqualTo(digests));

        using var images = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_first.Directory, "artifacts", "images.json")));
        Assert.That(images.RootElement.EnumerateArray().ToDictionary(i => i.GetProperty("name").GetString()!, i => i.GetProperty("digest").GetString()!), Is.EqualTo(digests));
        var values = await File.ReadAllTextAsync(Path.Combine(_first.Directory, "artifacts", "values.images.yaml"));
        Assert.That(values, Does.Contain(digests["leaf"]).And.Contain("tag: v1"));
    }

    private async Task<CallResult> PublishAsync(WorkingCopy copy, string tag, params string[] more)
    {
        var call = await copy.BuildAsync(["PublishAll", "--supply", "Debian", "--registry", _registry.Address, "--tag", tag, .. more]);
        Assert.That(call.ExitCode, Is.Zero, call.ToString());
        return call;
    }

    private async Task<Dictionary<string, string>> DigestsAsync(string tag)
    {
        using var client = new RegistryClient(new CredentialChain());
        var digests = new Dictionary<string, string>();
        foreach (var image in SmallImages.Names)
        {
            digests[image] = (await client.FindDigestAsync(ImageReference.Parse($"{_registry.Address}/{image}:{tag}"), CancellationToken.None))?.ToString() ?? "none";
        }

        return digests;
    }

    private async Task<ImageConfig> ReadAsync(string image, string tag)
    {
        using var client = new RegistryClient(new CredentialChain());
        var reference = ImageReference.Parse($"{_registry.Address}/{image}:{tag}");
        var manifest = ImageManifest.Parse((await client.FindManifestAsync(reference, CancellationToken.None))!.Content);
        return ImageConfig.Parse(await client.ReadBlobAsync(reference, manifest.Config.Digest, CancellationToken.None));
    }
}
