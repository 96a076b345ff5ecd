using System.Collections.Immutable;
using Strata.Dockerfiles;
using Strata.Oci;

namespace Strata.Linting.Rules;

/// <summary>ST011.</summary>
internal sealed class UpstreamTagRule() : LintRule("ST011", Severity.Error, "an upstream is named with a tag that is not latest, or a digest")
{
    public override ImmutableArray<string> Aliases => ["DL3006", "DL3007"];

    public override string Why => "Without a tag, or with latest, tomorrow's build stands on another image than today's, and nobody has changed anything.";

    public override string Bad =>
        """
        # syntax=docker/dockerfile:1.7
        FROM python:latest
        """;

    public override string Good =>
        """
        # syntax=docker/dockerfile:1.7
        FROM python:3.12-slim
        """;

    public override IEnumerable<Finding> Check(LintedFile file)
    {
        foreach (var stage in file.Stages)
        {
            if (stage.Upstream is { } upstream && IsLoose(upstream))
            {
                yield return Loose(file, stage.Stage.From.Image.Span, stage.Stage.From.Image.Text);
            }

            foreach (var use in stage.Uses.Where(u => file.FindStage(u.Name) is null && !IsGraphImage(file, u.Name)))
            {
                if (ImageReference.TryParse(use.Name, out var reference) && IsLoose(reference))
                {
                    yield return Loose(file, use.Span, use.Name);
                }
            }
        }
    }

    private Finding Loose(LintedFile file, SourceSpan span, string name) => At(file, span, $"'{name}' can be another image tomorrow", "name a version's tag, or a digest");

    private static bool IsLoose(ImageReference reference) => reference.Digest is null && reference.Tag is null or "latest";

    private static bool IsGraphImage(LintedFile file, string name) =>
        ImageReference.TryParse(name, out var reference) && file.Fleet?.Graph.Images.Any(i => i.Name == reference.Name) == true;
}
