using Strata.Engine.Forges;
using Strata.Testing.Forges;
using Strata.Workflows;

namespace Strata.Engine.Tests.Forges;

[TestFixture(Forge.Gitea)]
[TestFixture(Forge.GitHub)]
public class ChangeProposerTests(Forge kind)
{
    private const string File = "docker/upstreams.lock.json";

    [Test]
    public async Task New_change_gets_a_branch_and_a_pull_request([Values] bool isThere)
    {
        await using var forge = new InProcessForge(kind);
        if (isThere)
        {
            forge.Branches["main"][File] = "old, with ü and more than a line of base64: " + new string('x', 100);
        }

        var proposal = await ProposeAsync(forge, "new ü");

        Assert.That(proposal, Is.EqualTo(new Proposal(ProposalOutcome.Opened, $"{forge.Server}/team/images/pulls/1")));
        var pull = forge.Pulls.Single();
        Assert.That((pull.Base, pull.Title, pull.Body), Is.EqualTo(("main", "title of new ü", "body of new ü")));
        Assert.That(pull.Branch, Does.StartWith("strata/upstreams-"));
        Assert.That(forge.Branches[pull.Branch][File], Is.EqualTo("new ü"));
        Assert.That(forge.Branches["main"].GetValueOrDefault(File), Is.Not.EqualTo("new ü"), "main changes by merging only");
    }

    [Test]
    public async Task Same_change_is_proposed_once()
    {
        await using var forge = new InProcessForge(kind);
        await ProposeAsync(forge, "new");
        var calls = forge.Calls.Count;

        Assert.That((await ProposeAsync(forge, "new")).Outcome, Is.EqualTo(ProposalOutcome.Kept));
        Assert.That(forge.Calls.Skip(calls), Has.All.StartWith("GET "));
    }

    [Test]
    public async Task Open_pull_request_takes_the_newer_change_in()
    {
        await using var forge = new InProcessForge(kind);
        await ProposeAsync(forge, "new");

        Assert.That((await ProposeAsync(forge, "newer")).Outcome, Is.EqualTo(ProposalOutcome.Updated));
        var pull = forge.Pulls.Single();
        Assert.That((pull.Title, forge.Branches[pull.Branch][File]), Is.EqualTo(("title of newer", "newer")));
    }

    [Test]
    public async Task Closed_pull_request_is_not_opened_again_until_there_is_something_else()
    {
        await using var forge = new InProcessForge(kind);
        await ProposeAsync(forge, "new");
        forge.Pulls[0] = forge.Pulls[0] with { IsOpen = false };

        Assert.That((await ProposeAsync(forge, "new")).Outcome, Is.EqualTo(ProposalOutcome.Declined));
        Assert.That((await ProposeAsync(forge, "newer")).Outcome, Is.EqualTo(ProposalOutcome.Opened));
        Assert.That(forge.Pulls, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Pull_requests_of_others_are_left_alone()
    {
        await using var forge = new InProcessForge(kind);
        forge.Branches["feature"] = new();
        forge.Pulls.Add(new ForgePull(1, "feature", "main", "theirs", "theirs"));

        Assert.That((await ProposeAsync(forge, "new")).Outcome, Is.EqualTo(ProposalOutcome.Opened));
        Assert.That(forge.Pulls[0].Title, Is.EqualTo("theirs"));
    }

    [Test]
    public async Task Refused_token_is_told_without_being_shown()
    {
        await using var forge = new InProcessForge(kind);
        using var client = forge.Connect("canary-token");

        var error = (await Assert.CatchAsync<StrataException>(() => new ChangeProposer(client).ProposeAsync(Change("new"), CancellationToken.None)))!;
        Assert.That(error.ExitCode, Is.EqualTo(ExitCode.Registry));
        Assert.That(error.Message, Does.Contain("401 bad credentials; FORGE_TOKEN has to be a token that may write").And.Not.Contain("canary"));
    }

    [Test]
    public async Task Forge_that_is_not_there_is_told()
    {
        var forge = new InProcessForge(kind);
        using var client = forge.Connect();
        await forge.DisposeAsync();

        var error = (await Assert.CatchAsync<StrataException>(() => new ChangeProposer(client).ProposeAsync(Change("new"), CancellationToken.None)))!;
        Assert.That(error.ExitCode, Is.EqualTo(ExitCode.Unreachable));
    }

    [Test]
    public void Run_of_a_workflow_knows_its_repository()
    {
        var variables = new Dictionary<string, string> { ["GITHUB_REPOSITORY"] = "a/b", ["GITHUB_SERVER_URL"] = "https://forge.example" };
        if (kind == Forge.Gitea)
        {
            variables["GITEA_ACTIONS"] = "true";
        }

        var address = ForgeAddress.OfRun(variables.GetValueOrDefault)!;
        Assert.That((address.Kind, address.Api.ToString()), Is.EqualTo((kind, $"https://forge.example/api/{(kind == Forge.Gitea ? "v1" : "v3")}/")));
        Assert.That(ForgeAddress.OfRun(_ => null), Is.Null);
    }

    private static async Task<Proposal> ProposeAsync(InProcessForge forge, string text)
    {
        using var client = forge.Connect();
        return await new ChangeProposer(client).ProposeAsync(Change(text), CancellationToken.None);
    }

    private static ForgeChange Change(string text) => new(File, text, $"title of {text}", $"body of {text}", "main", "strata/upstreams-");
}
