using Strata.Engine.Files;
using Strata.Reports;
using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>What <c>Plan</c> prints.</summary>
internal static class PlanView
{
    private static readonly string[] Formats = ["text", "json"];

    /// <exception cref="DefinitionException">There is no such format.</exception>
    public static async Task ShowAsync(StrataSession session, CancellationToken cancellation)
    {
        var format = (session.Build as IHazFormat)?.Format ?? Formats[0];
        if (!Formats.Contains(format, StringComparer.OrdinalIgnoreCase))
        {
            throw new DefinitionException(new Problem(
                "--format", $"Plan has no format '{format}'", Spelling.Suggestion(format, Formats) ?? $"it has {string.Join(" and ", Formats)}"));
        }

        var state = StateDirectory.Locate(Environment.GetEnvironmentVariable);
        var progress = new LineProgress(ConsoleOutput.Progress, [], ConsoleOutput.ProgressStyle, session.IsVerbose);
        var plan = await new ImagePlanning(session, state, progress).PlanAsync(images: null, isForBuild: false, cancellation);
        System.Console.Out.Write(string.Equals(format, "json", StringComparison.OrdinalIgnoreCase) ? PlanJson.Render(plan) : PlanText.Render(plan) + "\n");
    }
}
