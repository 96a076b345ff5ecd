using System.Collections.Immutable;
using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST012.</summary>
internal sealed class DeclaredImagesRule() : LintRule("ST012", Severity.Error, "a Dockerfile uses images of the graph and declared upstreams only, also in stages that are not built")
{
    public override ImmutableArray<string> Aliases => ["DL3026"];

    public override string Why =>
        "BuildKit takes a public image for any name that it is given no context for. The graph checks what it builds; this checks the stages that it passes over too.";

    public override string Bad =>
        """
        === base
        FROM debian:trixie
        === web
        FROM bsae AS tools
        FROM base
        """;

    public override string Good =>
        """
        === base
        FROM debian:trixie
        === web
        FROM base AS tools
        FROM base
        """;

    public override IEnumerable<Finding> Check(LintedFile file)
    {
        if (file is not { Fleet: { } fleet, Image: { } image })
        {
            yield break;
        }

        foreach (var stage in file.Stages.Where(s => s.Upstream is not null))
        {
            var from = stage.Stage.From.Image;
            var use = new ExternalReference(ReferenceKind.From, stage.Upstream!.ToString(), from.Text, from.Span, stage.Stage);
            if (fleet.Names.Find(image, use) is null)
            {
                yield return At(
                    file, from.Span, $"'{from}' is no image of the graph and no upstream of '{image.Name}'",
                    Spelling.Suggestion(stage.Upstream.Name, fleet.Graph.Images.Select(i => i.Name)) ?? "declare it with .From(...) or .Uses(...)");
            }
        }
    }
}
