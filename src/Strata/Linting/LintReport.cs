using System.Collections.Immutable;

namespace Strata.Linting;

/// <summary>What linting found, by file and place.</summary>
/// <param name="Findings">What is not ignored.</param>
/// <param name="Ignored">What comments ignore, each with the reason.</param>
public sealed record LintReport(ImmutableArray<Finding> Findings, ImmutableArray<Finding> Ignored)
{
    /// <summary>The findings that end the call with exit code 3.</summary>
    public IEnumerable<Finding> Errors => Findings.Where(f => f.Severity == Severity.Error);

    /// <summary>How many findings have this severity.</summary>
    public int Count(Severity severity) => Findings.Count(f => f.Severity == severity);

    /// <summary>The report with what other linters found; what the policy switches off or weighs otherwise is so by their rules' names, too.</summary>
    public LintReport Add(IEnumerable<Finding> foreign, LintPolicy policy) => this with
    {
        Findings =
        [
            .. Findings.Concat(foreign.Where(f => policy.IsOn(f.Rule)).Select(f => f with { Severity = policy.SeverityOf(f.Rule) }))
                .OrderBy(f => f.Path, StringComparer.Ordinal).ThenBy(f => f.Span.Offset).ThenBy(f => f.Rule.Id, StringComparer.Ordinal),
        ],
    };
}
