using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Engine.Inventories;
using Strata.Reports;
using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>What the targets that look into built images do.</summary>
internal static class DependencyTargets
{
    /// <summary>Says what is installed in which layer, and what is there twice.</summary>
    /// <exception cref="StrataException">A copy is an error (exit code 3), or the images cannot be read (exit code 4).</exception>
    public static async Task RunAsync(StrataSession session, EngineConnection? engine, IReadOnlyList<(string Image, string Reference)> images, CancellationToken cancellation)
    {
        var format = Views.FormatChoice.Of((session.Build as IHazFormat)?.Format, "text", "json");
        if (engine is null)
        {
            throw new StrataException(ExitCode.Unreachable, new Problem("VerifyDependencies", "the images are in no engine that is known here", "build them with --force"));
        }

        var inventories = await new InventoryReader(new LocalHost(), engine, session.Build.TemporaryDirectory / "saved").ReadAsync([.. images.Select(i => i.Reference)], cancellation);
        foreach (var (image, _) in images.Where(i => !inventories.ContainsKey(i.Reference)))
        {
            ConsoleOutput.Progress.WriteLine($"{image} is not in the engine and is not looked into");
        }

        var fleet = FleetInventory.Create(images.Where(i => inventories.ContainsKey(i.Reference)).Select(i => (i.Image, inventories[i.Reference])));
        DataOutput.Writer.Write(format == "json" ? InventoryJson.Render(fleet) : InventoryText.Render(fleet));
        if (fleet.Copies.Where(c => c.IsError).ToList() is { Count: > 0 } errors)
        {
            throw new StrataException(ExitCode.LintFindings, new Problem("dependencies", $"{errors.Count} packages are there twice", "take the second ones out of the lists; docs/dependencies.md says how"));
        }
    }
}
