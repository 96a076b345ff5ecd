namespace Strata.Linting.Rules;

/// <summary>ST015.</summary>
internal sealed class UnusedStageRule() : LintRule("ST015", Severity.Warning, "every stage is part of the image, in some supply")
{
    public override string Why => "A stage that nothing reaches is never built, so nobody notices when it breaks.";

    public override string Bad => "FROM debian:trixie AS tools\nFROM debian:trixie";

    public override string Good => "FROM debian:trixie AS tools\nFROM debian:trixie\nCOPY --link --from=tools /a /b";

    public override IEnumerable<Finding> Check(LintedFile file)
    {
        // A stage with a variable in front of it may be any other: only the supply's values are known.
        var isChosen = file.Stages.Any(s => s.Stage.From.Image.Text.Contains('$') && s.Base?.File == file);
        return file.Fleet is null && isChosen ? [] : file.Stages
            .Where(s => !ReachedInSomeSupply(file, s))
            .Select(s => At(file, s.Stage.From.Span, $"nothing uses the stage '{s.Stage.ProgressName}'", "take it away, or build it with .Stage(...) as an image of its own"));
    }

    private static bool ReachedInSomeSupply(LintedFile file, LintedStage stage) =>
        file.Reached.Contains(stage)
        || file is { Fleet: { } fleet, Image: { } image }
            && (fleet.Graph.Images.Any(i => i.Dockerfile == image.Dockerfile && i != image)
                || fleet.Others(image).Any(o => o.Reached.Any(s => s.Stage.Index == stage.Stage.Index)));
}
