using Strata.Linting.Contract;

namespace Strata.Linting.Rules;

/// <summary>ST094.</summary>
internal sealed class SecondCopyRule() : LintRule("ST094", Severity.Error, "an image brings no second copy of torch, CUDA, numpy and the like")
{
    public override string Why => "A second torch with its CUDA libraries is gigabytes in every image that has it, and which of both is imported hangs on the order of paths.";

    public override string Bad => RuleExamples.Pair("torch>=2.6,<3", "torch==2.5.1");

    public override string Good => RuleExamples.Pair("torch>=2.6,<3", "pytesseract>=0.3.13,<1");

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from repeated in Contracts.Repeated(file)
        where repeated.IsSecondCopy
        let how = repeated.Child.Name != repeated.Brought.Name ? $"'{repeated.Brought}' brings it along"
            : repeated.IsConflict ? $"no version is both this and '{repeated.Brought}'"
            : repeated.Install.IsSeparate ? "it goes into an environment of its own"
            : repeated.Install.HasOwnIndex ? "it comes from an index of its own"
            : $"'{repeated.Child}' is another range than '{repeated.Brought}'"
        select At(
            repeated.Child.File, repeated.Child.Span,
            $"a second copy of '{repeated.Child.Written}': '{repeated.Parent}' has it ({repeated.Brought.Place}), and {how}", "take it out of the list");
}
