using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST070.</summary>
internal sealed class LabelsRule() : LintRule("ST070", Severity.Warning, "an image has the labels of the OCI specification")
{
    private const string Prefix = "org.opencontainers.image.";

    public override string Why => "Registries and people find by them what an image is and where it comes from. Vendor, source and licenses may be the parent's; title and description say what this image is.";

    public override string Bad =>
        """
        === web
        FROM debian:trixie
        LABEL org.opencontainers.image.vendor="Strata"
        """;

    public override string Good =>
        """
        === web #Web
        FROM debian:trixie
        LABEL org.opencontainers.image.description="Answers" \
              org.opencontainers.image.vendor="Strata" \
              org.opencontainers.image.source="https://gitea.example/harkon/strata" \
              org.opencontainers.image.licenses="MIT"
        """;

    public override IEnumerable<Finding> Check(LintedFile file)
    {
        // The build gives title and description from the definition; a Dockerfile alone is not known to become an image of the fleet.
        if (file.Image is not { } image)
        {
            yield break;
        }

        var own = Keys(file.Target.Chain.TakeWhile(s => s.File == file));
        var inherited = Keys(file.Target.Chain);
        List<string> missing = [];
        if (image.Title is null && !own.Contains(Prefix + "title"))
        {
            missing.Add("title");
        }

        if (image.Description is null && !own.Contains(Prefix + "description"))
        {
            missing.Add("description");
        }

        missing.AddRange(((string[])["vendor", "source", "licenses"]).Where(n => !inherited.Contains(Prefix + n)));
        if (missing.Count > 0)
        {
            yield return At(
                file, file.Target.Stage.From.Span, $"the image has no {string.Join(", ", missing.Select(n => Prefix + n))}",
                missing.Any(n => n is "title" or "description") ? "write .Title(...) and .Description(...) in the definition, and LABEL for the others" : "write LABEL");
        }
    }

    private static HashSet<string> Keys(IEnumerable<LintedStage> stages) =>
        [.. stages.SelectMany(s => s.Stage.Instructions.OfType<LabelInstruction>()).SelectMany(l => l.Labels).Select(l => l.Key.Trim('"'))];
}
