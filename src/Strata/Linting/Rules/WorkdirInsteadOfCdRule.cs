using System.Collections.Immutable;

namespace Strata.Linting.Rules;

/// <summary>ST051.</summary>
internal sealed class WorkdirInsteadOfCdRule() : LintRule("ST051", Severity.Note, "a directory for more than one command is set with WORKDIR")
{
    public override ImmutableArray<string> Aliases => ["DL3003"];

    public override string Why => "cd holds for its own RUN only; a RUN that begins with it hides where the image works.";

    public override string Bad => "FROM debian:trixie\nRUN cd /app && make";

    public override string Good => "FROM debian:trixie\nWORKDIR /app\nRUN make";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        where run.Commands is [{ Program: "cd" } cd, _, ..] && cd.Arguments.FirstOrDefault()?.Text.StartsWith('/') == true
        select At(file, run.Commands[0].Span, $"the RUN works in '{run.Commands[0].Words[^1]}'", "write WORKDIR above it");
}
