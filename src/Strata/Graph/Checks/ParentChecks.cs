namespace Strata.Graph.Checks;

/// <summary>Declared parents exist and are used.</summary>
internal static class ParentChecks
{
    public static IEnumerable<Problem> Check(ImageSheet sheet, GraphSheets graph)
    {
        foreach (var parent in sheet.Image.Parents.Distinct())
        {
            if (!graph.ByName.TryGetValue(parent, out var declared))
            {
                yield return sheet.Problem($"it stands on '{parent}', which is no image of the graph", Spelling.Suggestion(parent, graph.ByName.Keys));
            }
            else if (declared != sheet && sheet.IsResolved && !sheet.Uses.Any(u => IsUse(u, sheet, parent, graph)))
            {
                yield return sheet.Problem(
                    $"it is declared to stand on '{parent}', but what {sheet.Image.Dockerfile} builds does not use it",
                    $"write FROM {parent} there, or take .From({declared.Image.Target}) away");
            }
        }
    }

    private static bool IsUse(Dockerfiles.ExternalReference use, ImageSheet sheet, string parent, GraphSheets graph) =>
        graph.Names.Find(sheet.Image, use) is ImageSource.Parent used && used.Image == parent;
}
