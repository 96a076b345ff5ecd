using System.Collections.Immutable;
using Strata.Engine.Hosts;
using Strata.Layers;
using Strata.Reports;
using Strata.Targets.Components;
using Strata.Targets.Console;
using Strata.Targets.Views;

namespace Strata.Targets;

/// <summary>What the targets that analyze images do.</summary>
internal static class AnalyzeTargets
{
    /// <exception cref="StrataException">Something is over its budget (exit code 3), or no image can be read.</exception>
    public static void Run(StrataSession session, IAnalyzeImages build) => session.Guard(() => RunAsync(session, build, session.Cancellation));

    private static async Task RunAsync(StrataSession session, IAnalyzeImages build, CancellationToken cancellation)
    {
        var format = FormatChoice.Of(build.Format, "text", "json");
        var chosen = build.Image switch
        {
            null or [] => null,
            [var name] => session.Graph.Get(name).Name,
            var names => throw new StrataException(ExitCode.WrongDefinition, new Problem(
                "command line", $"Analyze shows one image in detail and {names.Length} are named", $"leave out --image, or add --image {names[0]}")),
        };
        var fleet = new FleetImages(session);
        var images = await fleet.ReadAsync(build.Source, cancellation);
        if (images.IsEmpty || chosen is not null && fleet.Missing.Contains(chosen))
        {
            throw new StrataException(ExitCode.WrongDefinition, new Problem(
                "analyze", chosen is null ? "no image of the graph is there yet" : $"image '{chosen}' is not there yet", $"./build.sh {(chosen is null ? "BuildAll" : session.Graph.Get(chosen).Target)} builds it"));
        }

        var report = LayerAnalyzer.Analyze(images, fleet.Contents(images.SelectMany(i => i.Layers)));
        var budget = new SizeBudget(
            session.Graph.Images.Where(i => i.Budget is not null).ToImmutableDictionary(i => i.Name, i => i.Budget!.Value, StringComparer.Ordinal),
            build.FleetBudget is { } megabytes ? megabytes * 1_000_000L : null);
        var page = await WriteAsync(session, fleet, images, report, budget, cancellation);
        if (format == "json")
        {
            DataOutput.Writer.Write(LayerReportJson.Render(report, budget));
        }
        else
        {
            LayerTables.Write(ConsoleOutput.Data, report, budget, chosen);
            DataOutput.Writer.WriteLine($"report: {page}");
        }

        if (fleet.Missing.Length > 0)
        {
            ConsoleOutput.Progress.WriteLine(ConsoleOutput.ProgressStyle.Warn($"not there, so not analyzed: {string.Join(", ", fleet.Missing)}"));
        }

        if (build.Check && budget.Check(report) is { IsEmpty: false } problems)
        {
            throw new StrataException(ExitCode.LintFindings, problems);
        }
    }

    /// <summary>Writes the page and the data beside it.</summary>
    /// <returns>Where the page is, relative to the current folder.</returns>
    private static async Task<string> WriteAsync(
        StrataSession session, FleetImages fleet, ImmutableArray<LayeredImage> images, LayerReport report, SizeBudget budget, CancellationToken cancellation)
    {
        var folder = Path.Combine(session.Root, "artifacts", "reports");
        var page = Path.Combine(folder, "layers.html");
        await AtomicFile.WriteAsync(Path.Combine(folder, "layers.json"), LayerReportJson.Render(report, budget), isPrivate: false, cancellation);
        await AtomicFile.WriteAsync(page, LayerReportHtml.Render(session.Graph, report, budget, fleet.Timeline(images), fleet.History), isPrivate: false, cancellation);
        return Path.GetRelativePath(Environment.CurrentDirectory, page);
    }
}
