using Strata.Engine.Files;
using Strata.Engine.Registry;
using Strata.Oci;
using Strata.Targets.Tests.Programs;
using Strata.Testing.Registry;

namespace Strata.Targets.Tests;

/// <summary>Calls of a real build with a registry of this process; none of them finds an engine, so that what would build ends with exit code 4.</summary>
public class RegistryCallTests
{
    private InProcessRegistry _upstreams = null!;
    private InProcessRegistry _registry = null!;
    private UpstreamCall _call = null!;

    [SetUp]
    public async Task Start()
    {
        (_upstreams, _registry) = (new InProcessRegistry(), new InProcessRegistry());
        _call = new UpstreamCall(_upstreams.Address);
        await PushAsync($"{_upstreams.Address}/library/python:3.12");
    }

    [TearDown]
    public async Task Stop()
    {
        _call.Dispose();
        await _registry.DisposeAsync();
        await _upstreams.DisposeAsync();
    }

    [Test]
    public async Task Registry_whose_login_cannot_be_read_is_left_out_of_a_call_that_publishes_nothing()
    {
        _registry.User = ("me", "pw");
        _call.Write("client/config.json", """{"credsStore":"not-there"}""");

        var plan = await RunAsync(("DOCKER_CONFIG", Path.Combine(_call.Root, "client")), "BuildAll", "--dry-run");

        Assert.That(plan.ExitCode, Is.Zero, plan.Output);
        Assert.That(plan.Output, Does.Contain("the registry is left out: docker-credential-not-there: cannot be started").And.Contain("3 to build"));
    }

    [Test]
    public async Task Images_of_others_that_the_lock_lacks_are_told_before_anything_is_built()
    {
        await RunAsync(("FORGE", ""), "LockUpstreams");

        var publish = await RunAsync((UpstreamBuild.ConsumedVariable, "cache"), "PublishAll", "--output", "Compose", "--locked", "--engine", "Docker");

        Assert.That(publish.ExitCode, Is.EqualTo(2), publish.Output);
        Assert.That(publish.Output, Does.Contain($"has no entry for '{_upstreams.Address}/library/cache:1.0' in the hub supply"));
    }

    [Test]
    public async Task Names_that_a_chart_cannot_tell_apart_are_told_before_anything_is_built()
    {
        var publish = await RunAsync((UpstreamBuild.ConsumedVariable, "cache-1 cache1"), "PublishAll", "--output", "Helm", "--engine", "Docker");

        Assert.That(publish.ExitCode, Is.EqualTo(2), publish.Output);
        Assert.That(publish.Output, Does.Contain("--output Helm: 'cache-1' and 'cache1' would be one value, 'images.cache1'"));
    }

    [TestCase("12/bar", "v1", "--from: '12/bar' is no tag")]
    [TestCase("v1", "12/bar", "--tag: '12/bar' is no tag")]
    [TestCase("v1", null, "promote: the tag to move is missing")]
    [TestCase(null, "v1", "image 'base' has no version of its own")]
    public async Task Promotion_of_what_is_no_tag_is_told_before_anything_is_built(string? from, string? tag, string message)
    {
        string[] words = ["BuildAll", "Promote", "--engine", "Docker", .. from is null ? Array.Empty<string>() : ["--from", from], .. tag is null ? Array.Empty<string>() : ["--tag", tag]];

        var promotion = await RunAsync(("FORGE", ""), words);

        Assert.That(promotion.ExitCode, Is.EqualTo(2), promotion.Output);
        Assert.That(promotion.Output, Does.Contain(message));
    }

    [Test]
    public async Task Promotion_waits_until_nobody_else_of_this_machine_moves_names_there()
    {
        foreach (var image in new[] { "base", "web", "alone" })
        {
            await PushAsync($"{_registry.Address}/{image}:v1");
        }

        var state = Path.Combine(_call.Home, "state");
        var turn = FileLock.TryTake(Path.Combine(state, "strata", "locks", $"publish-{_registry.Address.Replace(':', '-')}"), "a test")!;
        _call.OnLine = line =>
        {
            if (line.Contains("waits: "))
            {
                turn.Dispose();
            }
        };

        var promotion = await RunAsync(("XDG_STATE_HOME", state), "Promote", "--from", "v1", "--tag", "stable");

        turn.Dispose();
        Assert.That(promotion.ExitCode, Is.Zero, promotion.Output);
        Assert.That(promotion.Output, Does.Contain($"waits: process {Environment.ProcessId}, a test publishes there, too").And.Contain("moved "));
    }

    private Task<(int ExitCode, string Output)> RunAsync((string Name, string Value) variable, params string[] words) =>
        _call.RunAsync(new Dictionary<string, string?> { [variable.Name] = variable.Value }, [.. words, "--supply", "Hub", "--registry", _registry.Address]);

    private static async Task PushAsync(string reference)
    {
        using var client = new RegistryClient(new CredentialChain());
        await SmallImage.Of("some").PushAsync(client, ImageReference.Parse(reference));
    }
}
