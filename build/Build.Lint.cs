using Strata.Linting;
using Strata.Targets.Components;

internal partial class Build
{
    // The lock has the Debian supply's entries only: it was written where no registry answers, so the hub's digests are not known there.
    LintPolicy ILintImages.LintPolicy => LintPolicy.Default.Without("ST018");
}
