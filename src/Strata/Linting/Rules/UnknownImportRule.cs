namespace Strata.Linting.Rules;

/// <summary>ST098.</summary>
internal sealed class UnknownImportRule() : LintRule("ST098", Severity.Note, "every import of a service is known to be brought by something")
{
    public override string Why => "It may come along with another distribution, today. What is imported should be asked for, so that it stays.";

    public override string Bad => RuleExamples.Import("base-runtime", "import httpx, fastapi, harkon_tools");

    public override string Good => RuleExamples.Import("base-runtime", "import httpx, fastapi");

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from missing in MissingLibraryRule.Missing(file)
        where missing.Distributions.Length == 0
        select At(missing.Source.File, missing.Import.Span, $"nothing in '{file.Image!.Name}' is known to bring '{missing.Import.Top}'", "ask for its distribution, or ignore this with the reason");
}
