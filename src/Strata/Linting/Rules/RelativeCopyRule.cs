using System.Collections.Immutable;
using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST061.</summary>
internal sealed class RelativeCopyRule() : LintRule("ST061", Severity.Warning, "a relative destination of COPY stands on a WORKDIR, the image's or its parent's")
{
    public override ImmutableArray<string> Aliases => ["DL3045"];

    public override string Why => "Without a WORKDIR the files land where the base left off, which is / until somebody changes it.";

    public override string Bad => "FROM debian:trixie\nCOPY app.py .";

    public override string Good => "FROM debian:trixie\nWORKDIR /app\nCOPY app.py .";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        where !stage.IsScratch && stage.Base?.Find<WorkdirInstruction>() is null
        from copy in stage.Stage.Instructions.TakeWhile(i => i is not WorkdirInstruction).OfType<FileInstruction>()
        where copy.Destination.Text.TrimStart('"', '\'') is not (['/', ..] or ['$', ..] or ['\\', ..] or [_, ':', ..])
        select At(file, copy.Destination.Span, $"'{copy.Destination}' lands wherever the base left off", "write WORKDIR above, or the destination from /");
}
