using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>What the targets that look after the engine do.</summary>
internal static class EngineTargets
{
    public static async Task StopAsync(CancellationToken cancellation)
    {
        var isStopped = await Engine().StopAsync(cancellation);
        System.Console.Out.WriteLine(isStopped ? "the private engine is stopped; its images and cache stay" : "no private engine runs");
    }

    public static async Task CleanAsync(CancellationToken cancellation)
    {
        await Engine().CleanAsync(cancellation);
        System.Console.Out.WriteLine("the private engine is gone with its images, cache and programs");
    }

    private static PrivateEngine Engine() => new(StateDirectory.Locate(Environment.GetEnvironmentVariable), ConsoleOutput.Progress.WriteLine);
}
