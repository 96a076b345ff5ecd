using Strata.Engine.BuildKit;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Graph;
using Strata.Linting;
using Strata.Linting.Formats;
using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>What the targets that lint do.</summary>
internal static class LintTargets
{
    // A fix may make room for the next one, as --yes does for --no-install-recommends at the same place.
    private const int MostRounds = 5;

    /// <exception cref="StrataException">A finding is an error (exit code 3), or the graph or the format is wrong (exit code 2).</exception>
    public static void Run(StrataSession session, ILintImages build) => session.Guard(() =>
    {
        var format = LintOutput.Parse(build.Format);
        // The supply does not matter: all of them are linted. So nobody is asked which one answers.
        var graph = session.ReadDeclaredGraph();
        var report = Linter.Run(graph, session.Files, build.LintPolicy);
        if (build.Fix)
        {
            for (var round = 0; round < MostRounds && Mend(session, report); round++)
            {
                graph = session.ReadDeclaredGraph();
                report = Linter.Run(graph, session.Files, build.LintPolicy);
            }
        }

        report = report.Add(Others(session, graph), build.LintPolicy);
        DataOutput.Writer.Write(LintOutput.Render(report, format));
        if (report.Errors.Any())
        {
            throw new StrataException(ExitCode.LintFindings, new Problem("lint", LintText.Summary(report)["lint: ".Length..], "docs/rules says what each rule asks for and why"));
        }
    });

    // hadolint where it is on the PATH, and BuildKit's own checks where an engine runs already.
    private static IEnumerable<Finding> Others(StrataSession session, ImageGraph graph)
    {
        var linters = new OtherLinters(new LocalHost(), session.Root, session.Build.TemporaryDirectory / "checks");
        var found = linters.HadolintAsync(graph, session.Cancellation).GetAwaiter().GetResult();
        return EngineSelection.Here(session).RecallAsync(session.Cancellation).GetAwaiter().GetResult() is { } engine
            ? found.AddRange(linters.BuildKitAsync(graph, engine, session.Cancellation).GetAwaiter().GetResult())
            : found;
    }

    private static bool Mend(StrataSession session, LintReport report)
    {
        var fixable = report.Findings.Where(f => f.Fix is not null).GroupBy(f => f.Path, StringComparer.Ordinal).ToList();
        foreach (var file in fixable)
        {
            session.Cancellation.ThrowIfCancellationRequested();
            var path = Path.Combine(session.Root, file.Key);
            var text = File.ReadAllText(path);
            AtomicFile.WriteAsync(path, TextEdit.Apply(text, file.Select(f => f.Fix!)), isPrivate: false, session.Cancellation).GetAwaiter().GetResult();
            foreach (var finding in file)
            {
                ConsoleOutput.Progress.WriteLine($"mended {finding.Path}:{finding.Span}: {finding.What} ({finding.Rule.Id})");
            }
        }

        return fixable.Count > 0;
    }
}
