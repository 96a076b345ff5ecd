using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>What the targets that look after the build host do.</summary>
internal static class RemoteTargets
{
    /// <summary>Says what the host is, what it keeps for us, and who builds there.</summary>
    public static async Task StatusAsync(StrataSession session, CancellationToken cancellation)
    {
        await using var place = await BuildPlace.OpenAsync(session, RemoteSelection.Require(session), cancellation);
        var facts = place.Remote!.Facts;
        var state = await HostState.ReadAsync(place.Host, place.State, cancellation);
        var output = System.Console.Out;
        output.WriteLine($"host    {place.Host.Name}: {facts.System} {facts.Machine}{(facts.FreeBytes is { } free ? $", {Bytes.Format(free)} free" : "")}");
        output.WriteLine($"engine  {await EngineAsync(session, place, cancellation)}");
        output.WriteLine($"state   {place.State}");
        foreach (var (what, bytes) in state.Bytes)
        {
            output.WriteLine($"  {what,-9} {Bytes.Format(bytes)}");
        }

        foreach (var (what, who) in state.Builders)
        {
            output.WriteLine($"builds  {what}: {who}");
        }
    }

    /// <summary>Deletes trees, Debian roots and BuildKit's cache there.</summary>
    public static async Task CleanAsync(StrataSession session, CancellationToken cancellation)
    {
        await using var place = await BuildPlace.OpenAsync(session, RemoteSelection.Require(session), cancellation);
        var before = await HostState.ReadAsync(place.Host, place.State, cancellation);
        await HostState.CleanAsync(place.Host, place.State, cancellation);
        var after = await HostState.ReadAsync(place.Host, place.State, cancellation);
        foreach (var (what, bytes) in before.Bytes.Where(b => !after.Bytes.ContainsKey(b.Key)))
        {
            System.Console.Out.WriteLine($"deleted {what}, {Bytes.Format(bytes)}");
        }

        try
        {
            var engine = await Engines(session, place).ConnectAsync(cancellation);
            var pruned = await place.Host.RequireAsync(new Command(engine.Docker, "buildx", "prune", "--all", "--force") { Environment = engine.Environment }, cancellation);
            System.Console.Out.WriteLine($"deleted build cache: {pruned.Output.Split('\n').LastOrDefault(l => l.Trim().Length > 0)?.Trim() ?? "nothing"}");
        }
        catch (StrataException none)
        {
            System.Console.Out.WriteLine($"kept    build cache: {none.Problems[0]}");
        }
    }

    private static async Task<string> EngineAsync(StrataSession session, BuildPlace place, CancellationToken cancellation)
    {
        try
        {
            var engine = await Engines(session, place).ConnectAsync(cancellation);
            return $"{engine.Description}, buildx {engine.BuildxVersion}, {engine.Platform}";
        }
        catch (StrataException none)
        {
            return $"none: {none.Problems[0]}";
        }
    }

    private static EngineSelection Engines(StrataSession session, BuildPlace place) =>
        new(session, place, new LineProgress(ConsoleOutput.Progress, [], ConsoleOutput.ProgressStyle, session.IsVerbose));
}
