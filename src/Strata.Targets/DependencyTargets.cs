using Strata.Engine.Engines;
using Strata.Layers;
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

        var fleet = new FleetImages(session);
        var found = await fleet.ReadAsync(engine, images, cancellation);
        foreach (var (image, _) in images.Where(i => !found.ContainsKey(i.Image)))
        {
            ConsoleOutput.Progress.WriteLine($"{image} is not in the engine and is not looked into");
        }

        var contents = fleet.Contents(found.Values.SelectMany(i => i.Layers));
        var inventory = FleetInventory.Create(images.Where(i => found.ContainsKey(i.Image)).Select(i => (i.Image, ImageInventory.Create(found[i.Image].Layers, contents))));
        DataOutput.Writer.Write(format == "json" ? InventoryJson.Render(inventory) : InventoryText.Render(inventory));
        if (inventory.Copies.Where(c => c.IsError).ToList() is { Count: > 0 } errors)
        {
            throw new StrataException(ExitCode.LintFindings, new Problem("dependencies", $"{errors.Count} packages are there twice", "take the second ones out of the lists; docs/dependencies.md says how"));
        }
    }
}
