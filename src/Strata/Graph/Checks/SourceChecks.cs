using System.Text.RegularExpressions;

namespace Strata.Graph.Checks;

/// <summary>Git sources: pinned to a commit, of addresses that BuildKit clones from, with names of their own, and used.</summary>
internal static partial class SourceChecks
{
    public static IEnumerable<Problem> Check(ImageSheet sheet, GraphSheets graph)
    {
        foreach (var source in sheet.Image.Sources)
        {
            if (!NameChecks.IsValid(source.Name) || graph.ByName.ContainsKey(source.Name) || sheet.Image.Sources.Count(s => s.Name == source.Name) > 1)
            {
                yield return sheet.Problem(
                    $"the source '{source.Name}' needs a name of its own",
                    "use lower-case letters and digits, with single '-' or '_' between them, and no image's or other source's name");
            }

            if (!Address().IsMatch(source.Url))
            {
                yield return sheet.Problem(
                    $"the source '{source.Name}' comes from '{source.Url}', which BuildKit does not take for a Git repository",
                    "write it as https://.../name.git or git://...");
            }

            if (!Commit().IsMatch(source.Commit))
            {
                yield return sheet.Problem(
                    $"the source '{source.Name}' is pinned to '{source.Commit}', which is no full commit id, so that it may mean other bytes tomorrow",
                    $"write the 40 digits that 'git ls-remote {source.Url}' shows for it");
            }

            if (sheet.IsResolved && !sheet.Uses.Any(u => graph.Names.Find(sheet.Image, u) is ImageSource.Git used && used.Source == source))
            {
                yield return sheet.Problem(
                    $"the source '{source.Name}' is declared, but what {sheet.Image.Dockerfile} builds does not use it", $"write COPY --from={source.Name} there, or take it away");
            }
        }
    }

    // BuildKit's dockerfile frontend knows a named context for Git by these; an address over ssh it would take for an image's name.
    [GeneratedRegex(@"\A(https?://[^\s#?]+\.git|git://[^\s#?]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"\A[0-9a-f]{40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Commit();
}
