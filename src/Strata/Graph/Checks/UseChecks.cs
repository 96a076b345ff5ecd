using Strata.Dockerfiles;

namespace Strata.Graph.Checks;

/// <summary>Every name that a Dockerfile uses is a declared parent or a declared upstream.</summary>
internal static class UseChecks
{
    public static IEnumerable<Problem> Check(ImageSheet sheet, GraphSheets graph)
    {
        foreach (var use in sheet.Uses)
        {
            switch (graph.Names.Find(sheet.Image, use))
            {
                case null:
                    yield return sheet.Problem($"{sheet.Describe(use)}, which is no image of the graph and no upstream", WhatToDo(use, sheet, graph));
                    break;
                case ImageSource.Parent { Image: var name } when name == sheet.Image.Name:
                    yield return sheet.Problem($"{sheet.Describe(use)}, which is the image itself", "name another image, or declare it as an upstream");
                    break;
                case ImageSource.Parent { Image: var name } when !sheet.Image.Parents.Contains(name):
                    yield return sheet.Problem(
                        $"{sheet.Describe(use)}, which is an image of the graph but no parent of this one",
                        $"add .From({graph.ByName[name].Image.Target})");
                    break;
            }
        }

        // BuildKit asks for a context of a stage's name before it reads the stage, and takes it instead.
        foreach (var stage in sheet.Dockerfile?.Stages ?? [])
        {
            if (stage.Name is { } name && sheet.Uses.Any(u => u.Reference.ContextKey == name && graph.Names.Find(sheet.Image, u) is not null))
            {
                yield return sheet.Problem(
                    $"{sheet.Image.Dockerfile}:{stage.From.Span.StartLine} names a stage '{name}', as the image that it uses is named, so BuildKit would take the image for the stage",
                    "give the stage another name");
            }
        }
    }

    private static string? WhatToDo(ExternalReference use, ImageSheet sheet, GraphSheets graph)
    {
        if (sheet.Dockerfile!.FindStage(use.Text) is { } below)
        {
            return $"the stage of that name stands further down, at line {below.From.Span.StartLine}";
        }

        if (use.Written.Contains(SupplyArgument.Name, StringComparison.Ordinal))
        {
            return $"add a stage '{use.Text}', or say that the image is unavailable in that supply";
        }

        var reference = use.Reference;
        if (sheet.Image.Upstreams.FirstOrDefault(u => NameOf(u)?.Repository == reference.Repository) is { } otherTag)
        {
            return $"the upstream declared is '{Familiar(otherTag)}'";
        }

        var others = graph.Sheets.Where(s => s != sheet && s.Image.Upstreams.Any(u => NameMatch.IsSame(u, reference)));
        if (others.FirstOrDefault() is { } other)
        {
            return $"declare it with .From(...), as '{other.Image.Name}' does";
        }

        var images = graph.ByName.Keys.Where(n => n != sheet.Image.Name);
        var stages = sheet.Dockerfile.Stages.Select(s => s.Name).OfType<string>();
        return Spelling.Suggestion(use.Text, images.Concat(stages).Concat(sheet.Image.Upstreams.Select(Familiar)))
            ?? Spelling.Suggestion(reference.Name, images)
            ?? "declare it as an upstream with .From(...)";
    }

    private static Oci.ImageReference? NameOf(Upstream upstream) => Oci.ImageReference.TryParse(upstream.Reference, out var reference) ? reference : null;

    private static string Familiar(Upstream upstream) => NameOf(upstream)?.Familiar ?? upstream.Reference;
}
