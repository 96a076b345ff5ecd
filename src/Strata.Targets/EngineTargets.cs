using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Engine.Supplies;
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

    /// <exception cref="StrataException">Something that every build needs is missing (exit code 4).</exception>
    public static async Task DiagnoseAsync(StrataSession session, CancellationToken cancellation)
    {
        var host = new LocalHost();
        var checks = await new Diagnosis(host, Engine(), State().Root, token => SupplyAsync(session, token)).RunAsync(cancellation);
        ConsoleOutput.Data.Write(DiagnosisTable.Render(checks));
        if (checks.Where(c => c.State == CheckState.Failed).ToList() is { Count: > 0 } failed)
        {
            throw new StrataException(
                ExitCode.Unreachable, [.. failed.Select(c => new Problem(c.Name, c.Detail, c.Fix))]);
        }
    }

    private static async Task<DiagnosisCheck> SupplyAsync(StrataSession session, CancellationToken cancellation)
    {
        try
        {
            var supply = await SupplySelection.ChooseAsync(session, cancellation);
            return new DiagnosisCheck("supply", CheckState.Ok, $"{supply.Supply}: {supply.Why}");
        }
        catch (StrataException e)
        {
            return new DiagnosisCheck("supply", CheckState.Failed, e.Problems[0].What, e.Problems[0].Next);
        }
    }

    private static StateDirectory State() => StateDirectory.Locate(Environment.GetEnvironmentVariable);

    private static PrivateEngine Engine() => new(State(), ConsoleOutput.Progress.WriteLine);
}
