using Strata.Engine.Forges;
using Strata.Engine.Hosts;
using Strata.Engine.Supplies;

namespace Strata.Targets.Generated;

/// <summary>What the target that updates upstreams does.</summary>
internal static class UpdateTargets
{
    private const string TokenVariable = "FORGE_TOKEN";
    private const string BranchPrefix = "strata/upstreams-";

    /// <summary>Locks upstreams anew; where one has moved and a workflow runs, opens a pull request with the new lock, whose text says what that rebuilds.</summary>
    public static async Task UpdateAsync(StrataSession session, CancellationToken cancellation)
    {
        if (await LockTargets.LockAsync(session, cancellation) is not { } wave)
        {
            return;
        }

        var text = wave.Render();
        System.Console.Out.WriteLine(text);
        JobSummary.Append(text);
        if (ForgeAddress.OfRun(Environment.GetEnvironmentVariable) is not { } address)
        {
            System.Console.Out.WriteLine("no workflow of a forge runs here, so no pull request is opened");
            return;
        }

        if (Environment.GetEnvironmentVariable(TokenVariable) is not { Length: > 0 } token)
        {
            throw new StrataException(ExitCode.Registry, new Problem(TokenVariable, "it is not set, so no pull request can be opened", "make a secret of that name: a token that may write to the repository and open pull requests"));
        }

        using var client = new ForgeClient(address, new Secret(token));
        var change = new ForgeChange(
            UpstreamLockFile.DefaultPath,
            await File.ReadAllTextAsync(Path.Combine(session.Root, UpstreamLockFile.DefaultPath), cancellation),
            wave.Title, text, Environment.GetEnvironmentVariable("GITHUB_REF_NAME") is { Length: > 0 } branch ? branch : "main", BranchPrefix);
        var proposal = await new ChangeProposer(client).ProposeAsync(change, cancellation);
        System.Console.Out.WriteLine(proposal.Outcome switch
        {
            ProposalOutcome.Opened => $"opened {proposal.Where}",
            ProposalOutcome.Updated => $"brought up to date {proposal.Where}",
            ProposalOutcome.Kept => $"{proposal.Where} brings this already",
            _ => $"somebody has closed the pull request of '{proposal.Where}': nothing is done until an upstream moves again, or the branch is deleted",
        });
    }
}
