using System.Collections.Immutable;

namespace Strata.Linting.Rules;

/// <summary>ST017.</summary>
internal sealed class PlatformRule() : LintRule("ST017", Severity.Warning, "FROM does not fix the platform")
{
    public override ImmutableArray<string> Aliases => ["DL3029", "DL3065", "FromPlatformFlagConstDisallowed", "RedundantTargetPlatform"];

    public override string Why => "The call says which platforms are built. A constant in FROM makes the same image for all of them; $TARGETPLATFORM is what FROM takes anyway.";

    public override string Bad => "FROM --platform=linux/amd64 debian:trixie";

    public override string Good => "FROM --platform=$BUILDPLATFORM debian:trixie";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        let platform = stage.Stage.From.Platform
        where platform is not null && (!platform.Contains('$') || platform.Trim('$', '{', '}') == "TARGETPLATFORM")
        select At(file, stage.Stage.From.Span, $"FROM fixes the platform '{platform}'", "leave --platform out, or write $BUILDPLATFORM where the stage runs tools");
}
