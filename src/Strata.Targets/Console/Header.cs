using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Engine.Supplies;
using Strata.Graph;

namespace Strata.Targets.Console;

/// <summary>The first line of a build: with what, where, on which engine, from which supply.</summary>
internal static class Header
{
    public static void Print(IBuildHost host, EngineConnection? engine, ChosenSupply supply)
    {
        var version = typeof(Header).Assembly.GetName().Version?.ToString(3);
        var why = supply.IsAutomatic ? $" ({supply.Why})" : "";
        ConsoleOutput.Progress.WriteLine(
            $"strata {version} on {NukeRunner.Name} · {host.Name} ({Where(host, engine)}) · supply {supply.Supply.ToWord()}{why}");
    }

    /// <summary>The line of a further machine.</summary>
    public static void PrintMore(IBuildHost host, EngineConnection? engine) => ConsoleOutput.Progress.WriteLine($"also    {host.Name} ({Where(host, engine)})");

    private static string Where(IBuildHost host, EngineConnection? engine) =>
        (engine is null ? "no engine needed" : $"{engine.Platform}, {engine.Description}") + ((host as SshHost)?.Facts.FreeBytes is { } free ? $", {Bytes.Format(free)} free" : "");
}
