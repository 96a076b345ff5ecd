using System.Text.RegularExpressions;

namespace Strata.Linting.Rules;

/// <summary>ST081.</summary>
internal sealed partial class MakefileRule() : LintRule("ST081", Severity.Note, "a Makefile builds and lints images through the graph")
{
    public override string Why => "docker build on one Dockerfile knows neither its parents nor their tags: what it makes stands on whatever carries the parent's name.";

    public override string Bad =>
        "=== base\nFROM debian:trixie\n=== ./Makefile\nbuild:\n\tdocker buildx build --load -t web .\n";

    public override string Good => "=== base\nFROM debian:trixie\n=== ./Makefile\nbuild:\n\t./build.sh BuildAll\n";

    public override IEnumerable<Finding> CheckFleet(LintedFleet fleet) =>
        from path in (string[])["Makefile", "makefile", "GNUmakefile"]
        where fleet.Tree.Find(path) is { Kind: TreeEntryKind.File }
        let text = fleet.Tree.ReadText(path)
        from match in Build().Matches(text)
        select AtFile(path, text, match.Groups[1].Index, "the Makefile builds past the graph", "call ./build.sh BuildAll, and ./build.sh Lint");

    [GeneratedRegex(@"^\t.*?\b(docker (?:buildx |image )?build\b)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Build();
}
