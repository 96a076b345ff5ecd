using System.Collections.Immutable;

namespace Strata.Linting.Rules;

/// <summary>ST057.</summary>
internal sealed class WgetProgressRule() : LintRule("ST057", Severity.Note, "wget does not draw its progress into the log")
{
    public override ImmutableArray<string> Aliases => ["DL3047"];

    public override string Why => "Without a terminal wget writes thousands of dots, which push what matters out of the log.";

    public override string Bad => "FROM debian:trixie\nRUN wget https://example.org/a";

    public override string Good => "FROM debian:trixie\nRUN wget --no-verbose https://example.org/a";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        from command in run.Commands
        where command.Program == "wget" && command.Words.Length > 1
            && !command.Arguments.Any(a => a.Text is "--no-verbose" or "--quiet" or "-o" or "--version" || a.Text.StartsWith("--progress", StringComparison.Ordinal)
                || a.Text is ['-', not '-', ..] && (a.Text.Contains('q') || a.Text.StartsWith("-nv", StringComparison.Ordinal)))
        select At(file, command.Words[0].Span, "wget draws its progress into the log", "add --no-verbose", new TextEdit(command.Words[0].Span.End, 0, " --no-verbose"));
}
