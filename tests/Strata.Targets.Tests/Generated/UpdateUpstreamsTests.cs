using Strata.Engine.Registry;
using Strata.Engine.Tests.BuildKit;
using Strata.Oci;
using Strata.Targets.Tests.Programs;
using Strata.Testing.Forges;
using Strata.Testing.Registry;
using Strata.Workflows;

namespace Strata.Targets.Tests.Generated;

/// <summary>A real registry in which an upstream moves, and a forge that records what it is asked.</summary>
public class UpdateUpstreamsTests
{
    private const string Lock = "docker/upstreams.lock.json";

    [TestCase(Forge.Gitea)]
    [TestCase(Forge.GitHub)]
    public async Task Moved_upstream_becomes_a_pull_request_that_says_what_it_rebuilds(Forge kind)
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var forge = new InProcessForge(kind);
        using var call = new UpstreamCall(registry.Address);
        var before = await PushAsync(registry, "one");
        var locked = await call.RunAsync(null, "LockUpstreams", "--supply", "Hub");
        Assert.That(locked.ExitCode, Is.Zero, locked.Output);
        forge.Branches["main"][Lock] = call.Read(Lock);

        var nothing = await call.RunAsync(forge.Variables, "UpdateUpstreams", "--supply", "Hub");
        Assert.That(nothing.ExitCode, Is.Zero, nothing.Output);
        Assert.That(forge.Calls, Is.Empty, "nothing has moved, so nobody is asked");

        var now = await PushAsync(registry, "two");
        var summary = Path.Combine(call.Root, "summary.md");
        var moved = await call.RunAsync(new Dictionary<string, string?>(forge.Variables) { ["GITHUB_STEP_SUMMARY"] = summary }, "UpdateUpstreams", "--supply", "Hub");

        Assert.That(moved.ExitCode, Is.Zero, moved.Output);
        Assert.That(moved.Output, Does.Contain($"opened {forge.Server}/team/images/pulls/1"));
        var pull = forge.Pulls.Single();
        Assert.That(pull.Title, Is.EqualTo($"Take the new {registry.Address}/library/python:3.12"));
        Assert.That(pull.Body, Does.Contain(before.ToString()[..19]).And.Contain(now.ToString()[..19]).And.Contain("Merging this builds 2 images again")
            .And.Contain($"| base | upstream {registry.Address}/library/python:3.12 |").And.Contain("| web | parent base |").And.Not.Contain("| alone |"));
        Assert.That(forge.Branches[pull.Branch][Lock], Does.Contain(now.ToString()));
        Assert.That(forge.Branches["main"][Lock], Does.Contain(before.ToString()).And.Not.Contain(now.ToString()));
        Assert.That(await File.ReadAllTextAsync(summary), Does.Contain("| web | parent base |"));
    }

    [Test]
    public async Task Without_a_token_it_says_which_secret_is_missing()
    {
        await using var registry = await TestRegistry.StartAsync();
        await using var forge = new InProcessForge(Forge.Gitea);
        using var call = new UpstreamCall(registry.Address);
        await PushAsync(registry, "one");

        var refused = await call.RunAsync(new Dictionary<string, string?>(forge.Variables) { ["FORGE_TOKEN"] = "" }, "UpdateUpstreams", "--supply", "Hub");

        Assert.That(refused.ExitCode, Is.EqualTo(5), refused.Output);
        Assert.That(refused.Output, Does.Contain("FORGE_TOKEN: it is not set"));
    }

    private static async Task<Digest> PushAsync(TestRegistry registry, string content)
    {
        using var client = new RegistryClient(new CredentialChain());
        return await SmallImage.Of(content).PushAsync(client, ImageReference.Parse($"{registry.Address}/library/python:3.12"));
    }
}
