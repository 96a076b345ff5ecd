using Nuke.Common;
using Strata.Linting;

namespace Strata.Targets.Components;

/// <summary>Lints the images' Dockerfiles with what the graph knows of them.</summary>
public interface ILintImages : IHazImages, IHazFormat
{
    /// <summary>Mend what is mechanical.</summary>
    [Parameter("Mend what Lint finds and can mend by itself, such as a missing --no-install-recommends.")]
    bool Fix => TryGetValue<bool?>(() => Fix) ?? false;

    /// <summary>Which rules hold, and how much each weighs.</summary>
    LintPolicy LintPolicy => LintPolicy.Default;

    /// <summary>Lints all images; ends with exit code 3 when a finding is an error.</summary>
    Target Lint => _ => _
        .Description("Checks Dockerfiles and what stands around them; --fix mends what is mechanical")
        .Executes(() => LintTargets.Run(StrataSession.Of(this), this));
}
