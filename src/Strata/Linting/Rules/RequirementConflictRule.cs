using Strata.Dependencies;
using Strata.Linting.Contract;

namespace Strata.Linting.Rules;

/// <summary>ST093.</summary>
internal sealed class RequirementConflictRule() : LintRule("ST093", Severity.Error, "the requirements of an image and its parents can all be met by one version")
{
    public override string Why => "The child's installation replaces the parent's version: what else the parent brings was made for the other one, and both copies travel in the image's layers.";

    public override string Bad => RuleExamples.Pair("pydantic>=2.10,<3", "pydantic<2");

    public override string Good => RuleExamples.Pair("pydantic>=2.10,<3", "minio>=7.2,<8");

    public override IEnumerable<Finding> Check(LintedFile file) =>
        (from repeated in Contracts.Repeated(file)
         where repeated is { IsConflict: true, IsSecondCopy: false, Child.IsIndirect: false }
         select At(
             repeated.Child.File, repeated.Child.Span,
             $"no version is both '{repeated.Child}' and '{repeated.Brought}' of '{repeated.Parent}' ({repeated.Brought.Place})", "ask for what the parent has, or move the parent"))
        .Concat(Within(file));

    // One installation asks twice.
    private IEnumerable<Finding> Within(LintedFile file) =>
        from install in file.Contract?.Installs ?? []
        from several in install.List.Requirements.Concat(install.List.Constraints).Where(r => r.Marker is null && !r.IsDebian).GroupBy(r => r.Name)
        let first = several.First()
        from other in several.Skip(1)
        where first.Range.Intersect(other.Range).IsEmpty
        select At(other.File, other.Span, $"no version is both '{other}' and '{first}' ({first.Place})", "write one of both");
}
