using System.Text.RegularExpressions;

namespace Strata.Linting.Rules;

/// <summary>ST080.</summary>
internal sealed partial class RegistryCacheRule() : LintRule("ST080", Severity.Warning, "workflows keep the build cache in the registry")
{
    private static readonly string[] Folders = [".gitea/workflows", ".github/workflows"];

    public override string Why => "type=gha needs GitHub's own cache service: on a Gitea runner it does nothing, without a word, and every build starts from nothing.";

    public override string Bad =>
        """
        === .gitea/workflows/build.yml
        cache-from: type=gha
        === web
        FROM debian:trixie
        """;

    public override string Good =>
        """
        === .gitea/workflows/build.yml
        cache-from: type=registry,ref=gitea.example/harkon/web:buildcache
        === web
        FROM debian:trixie
        """;

    public override IEnumerable<Finding> CheckFleet(LintedFleet fleet) =>
        from folder in Folders
        from entry in fleet.Tree.List(folder)
        where entry.Kind == TreeEntryKind.File && (entry.Path.EndsWith(".yml", StringComparison.Ordinal) || entry.Path.EndsWith(".yaml", StringComparison.Ordinal))
        let text = fleet.Tree.ReadText(entry.Path)
        from match in Cache().Matches(text)
        select AtFile(entry.Path, text, match.Index, "type=gha does nothing on a runner that is not GitHub's", "write type=registry,ref=...,mode=max,compression=zstd");

    [GeneratedRegex(@"type=gha\b", RegexOptions.CultureInvariant)]
    private static partial Regex Cache();
}
