using Strata.Dependencies;
using Strata.Linting.Contract;

namespace Strata.Linting.Rules;

/// <summary>ST096.</summary>
internal sealed class MissingLibraryRule() : LintRule("ST096", Severity.Error, "a library that a service imports is brought by the service or by its parents")
{
    public override string Why => "The image builds all the same, and ends with ModuleNotFoundError when it starts, or when the first request reaches the import.";

    public override string Bad => RuleExamples.Import("base-runtime", "import torch");

    public override string Good => RuleExamples.Import("base-ml", "import torch");

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from missing in Missing(file)
        where missing.Distributions.Length > 0
        let bringer = file.Fleet!.Files.Select(f => f.Contract!).FirstOrDefault(c => missing.Distributions.Any(c.Provided.Contains))
        select At(
            missing.Source.File, missing.Import.Span,
            $"'{missing.Import.Top}' is imported, but nothing in '{file.Image!.Name}' brings it",
            bringer is not null ? $"stand on '{bringer.Name}', or install '{missing.Distributions[0]}'" : $"install '{missing.Distributions[0]}'");

    /// <summary>Imports that nothing is known to bring, with the distributions that would; each module once in an image.</summary>
    internal static IEnumerable<(PythonSource Source, PythonImport Import, PackageName[] Distributions)> Missing(LintedFile file)
    {
        if (file.Contract is not { IsComplete: true, Sources.Files.Length: > 0 } contract)
        {
            yield break;
        }

        var own = contract.Below.Prepend(contract).SelectMany(c => c.Sources.Modules).ToHashSet(StringComparer.Ordinal);
        var brought = contract.Provided.SelectMany(p => ImportNames.Of(p)).ToHashSet(StringComparer.Ordinal);
        var fleet = file.Fleet!.Files.SelectMany(f => f.Contract!.Own).Select(o => o.Requirement.Name).Distinct().ToList();
        HashSet<string> told = new(StringComparer.Ordinal);
        foreach (var source in contract.Sources.Files)
        {
            foreach (var import in source.Imports.Where(i => !i.IsOptional && !StandardLibrary.Has(i.Top) && !own.Contains(i.Top)))
            {
                var names = import.Names.Count == 0 ? [import.Module] : import.Names.Select(n => $"{import.Module}.{n}").ToList();
                if (!names.Any(n => brought.Any(b => ImportNames.Covers(b, n))) && told.Add(import.Top))
                {
                    var known = ImportNames.Find(names[0]).Concat(fleet.Where(f => ImportNames.Of(f).Any(m => names.Any(n => ImportNames.Covers(m, n))))).Distinct().ToArray();
                    yield return (source, import, known);
                }
            }
        }
    }
}
