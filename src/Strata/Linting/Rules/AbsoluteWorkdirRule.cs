using System.Collections.Immutable;
using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST052.</summary>
internal sealed class AbsoluteWorkdirRule() : LintRule("ST052", Severity.Error, "WORKDIR is absolute, or stands on one that is")
{
    public override ImmutableArray<string> Aliases => ["DL3000", "WorkdirRelativePath"];

    public override string Why => "A relative WORKDIR starts where the base left off: another base, another place.";

    public override string Bad => "FROM debian:trixie\nWORKDIR app";

    public override string Good => "FROM debian:trixie\nWORKDIR /app";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        let known = stage.Base?.Find<WorkdirInstruction>() is not null
        from workdir in stage.Stage.Instructions.OfType<WorkdirInstruction>().Take(1)
        where !known && !IsAbsolute(stage.Expand(workdir.Directory.Text)) && !IsUnknown(workdir.Directory.Text)
        select At(file, workdir.Directory.Span, $"'{workdir.Directory}' starts wherever the base left off", "write it from /");

    private static bool IsAbsolute(string path) => path.TrimStart('"', '\'') is ['/', ..] or ['\\', ..] or [_, ':', ..];

    private static bool IsUnknown(string path) => path.TrimStart('"', '\'').StartsWith('$');
}
