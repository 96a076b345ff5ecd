using System.Text;
using Strata.Oci;

namespace Strata.Engine.Forges;

/// <summary>Brings a change to a forge as a pull request, of which at most one of its kind is open.</summary>
/// <param name="forge">The repository.</param>
public sealed class ChangeProposer(ForgeClient forge)
{
    /// <summary>Opens a pull request, or brings the open one up to date; one that somebody closed is not opened again for the same change.</summary>
    /// <exception cref="StrataException">The forge refuses (exit code 5) or does not answer (4).</exception>
    public async Task<Proposal> ProposeAsync(ForgeChange change, CancellationToken cancellation)
    {
        if (await forge.FindOpenAsync(change.BranchPrefix, cancellation).ConfigureAwait(false) is { } open)
        {
            var there = await forge.ReadAsync(change.Path, open.Branch, cancellation).ConfigureAwait(false);
            if (there?.Text == change.Text)
            {
                return new Proposal(ProposalOutcome.Kept, open.Page);
            }

            await forge.CommitAsync(change, there?.Id, open.Branch, cancellation).ConfigureAwait(false);
            await forge.RewriteAsync(open, change, cancellation).ConfigureAwait(false);
            return new Proposal(ProposalOutcome.Updated, open.Page);
        }

        // The same change has the same name, so that a second run finds what the first has made, also when it was cut off in between.
        var branch = change.BranchPrefix + Digest.Of(Encoding.UTF8.GetBytes(change.Text)).Hex[..12];
        if (await forge.HasBranchAsync(branch, cancellation).ConfigureAwait(false))
        {
            return new Proposal(ProposalOutcome.Declined, branch);
        }

        await forge.BranchAsync(branch, change, cancellation).ConfigureAwait(false);
        return new Proposal(ProposalOutcome.Opened, (await forge.OpenAsync(branch, change, cancellation).ConfigureAwait(false)).Page);
    }
}
