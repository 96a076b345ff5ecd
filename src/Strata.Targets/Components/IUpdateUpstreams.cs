using Nuke.Common;
using Strata.Targets.Generated;

namespace Strata.Targets.Components;

/// <summary>Keeps upstreams up to date by pull requests.</summary>
public interface IUpdateUpstreams : ILockUpstreams
{
    /// <summary>Locks upstreams anew, and proposes the new lock.</summary>
    Target UpdateUpstreams => _ => _
        .Description("Locks upstreams anew; in a workflow, opens a pull request that says which images a moved one rebuilds (secret FORGE_TOKEN)")
        .Executes(() => StrataSession.Of(this).Guard(() => UpdateTargets.UpdateAsync(StrataSession.Of(this), StrataSession.Of(this).Cancellation)));
}
