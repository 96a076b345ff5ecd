using Strata.Dependencies;
using Strata.Linting.Contract;

namespace Strata.Linting.Rules;

/// <summary>ST095.</summary>
internal sealed class SameModuleRule() : LintRule("ST095", Severity.Warning, "one distribution brings a module, not two")
{
    public override string Why => "Two distributions with one module write the same files: the last that is installed wins, and taking one away breaks the other.";

    public override string Bad => RuleExamples.Pair("opencv-python-headless>=4.10,<5", "opencv-python>=4.10,<5");

    public override string Good => RuleExamples.Pair("opencv-python-headless>=4.10,<5", "pytesseract>=0.3.13,<1");

    public override IEnumerable<Finding> Check(LintedFile file)
    {
        if (file.Contract is not { } contract)
        {
            yield break;
        }

        var all = contract.Below.Reverse().Append(contract).SelectMany(c => c.Own.Select(o => (Image: c, o.Requirement))).Where(o => !o.Requirement.Name.IsDebianOnly).ToList();
        var first = new Dictionary<string, (ImageContract Image, Requirement Requirement)>(StringComparer.Ordinal);
        foreach (var (image, requirement) in all)
        {
            foreach (var module in ImportNames.Of(requirement.Name))
            {
                if (first.TryAdd(module, (image, requirement)) || first[module].Requirement.Name == requirement.Name || image != contract || IsOne(first[module].Requirement.Name, requirement.Name))
                {
                    continue;
                }

                var other = first[module];
                var place = other.Image == contract ? other.Requirement.Place : $"'{other.Image.Name}', {other.Requirement.Place}";
                yield return At(requirement.File, requirement.Span, $"'{requirement.Written}' brings the module '{module}', and so does '{other.Requirement.Written}' ({place})", "keep one of both");
                break;
            }
        }
    }

    // The newer name of one and the same distribution, which the older one brings along.
    private static bool IsOne(PackageName a, PackageName b) => ImportNames.NeedsOf(a).Contains(b) || ImportNames.NeedsOf(b).Contains(a);
}
