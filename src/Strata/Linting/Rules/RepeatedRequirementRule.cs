using Strata.Linting.Contract;

namespace Strata.Linting.Rules;

/// <summary>ST091.</summary>
internal sealed class RepeatedRequirementRule() : LintRule("ST091", Severity.Warning, "an image does not ask again for what its parent brings")
{
    public override string Why => "A requirement that stands in two lists is changed in one of them one day; then the child's layer holds a second copy.";

    public override string Bad => RuleExamples.Pair("httpx>=0.28,<1", "httpx>=0.28,<1");

    public override string Good => RuleExamples.Pair("httpx>=0.28,<1", "minio>=7.2,<8");

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from repeated in Contracts.Repeated(file)
        where repeated is { IsPleased: true, IsSecondCopy: false, Child.IsIndirect: false }
        select At(
            repeated.Child.File, repeated.Child.Span,
            repeated.Install.IsSeparate
                ? $"'{repeated.Child.Written}' is in '{repeated.Parent}' already ({repeated.Brought.Place}), and this installs a second copy into an environment of its own"
                : $"'{repeated.Child.Written}' is in '{repeated.Parent}' already ({repeated.Brought.Place})",
            repeated.Install.IsSeparate ? "make the environment with --system-site-packages and take it out of the list" : "take it out of the list");
}
