using Strata.Linting.Contract;

namespace Strata.Linting.Rules;

/// <summary>ST092.</summary>
internal sealed class OtherRangeRule() : LintRule("ST092", Severity.Warning, "an image does not ask for another range of what its parent brings")
{
    public override string Why => "Whether the parent's version pleases the child hangs on the day of the build: when it does not, the child's layer holds a second copy over the first, and the children of one base run different versions.";

    public override string Bad => RuleExamples.Pair("redis>=5.2,<7", "redis>=6,<8");

    public override string Good => RuleExamples.Pair("redis>=5.2,<7", "minio>=7.2,<8");

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from repeated in Contracts.Repeated(file)
        where repeated is { IsPleased: false, IsConflict: false, IsSecondCopy: false, Child.IsIndirect: false }
        select At(
            repeated.Child.File, repeated.Child.Span,
            $"'{repeated.Child}' is another range than '{repeated.Brought}' of '{repeated.Parent}' ({repeated.Brought.Place})", "take it out of the list, or change the parent's range");
}
