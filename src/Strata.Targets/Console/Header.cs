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
        var where = engine is null ? "no engine needed" : $"{engine.Platform}, {engine.Description}";
        where += (host as SshHost)?.Facts.FreeBytes is { } free ? $", {Bytes.Format(free)} free" : "";
        var why = supply.IsAutomatic ? $" ({supply.Why})" : "";
        ConsoleOutput.Progress.WriteLine(
            $"strata {version} on {NukeRunner.Name} · {host.Name} ({where}) · supply {supply.Supply.ToWord()}{why}");
    }
}
