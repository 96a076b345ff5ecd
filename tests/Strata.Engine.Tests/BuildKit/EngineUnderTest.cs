using System.Collections.Immutable;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Testing.Hosts;

namespace Strata.Engine.Tests.BuildKit;

/// <summary>The real engine that the tests of the upper rooms share: a private one, started by the first that needs it.</summary>
internal static class EngineUnderTest
{
    private static readonly LocalHost Host = new();
    private static readonly Lazy<Task<(TestEngine? Owner, EngineConnection? Connection, string? Obstacle)>> Started = new(StartAsync);

    /// <summary>The engine; a test that cannot have it is reported as ignored with the reason.</summary>
    public static async Task<EngineConnection> ConnectAsync()
    {
        var (_, connection, obstacle) = await Started.Value;
        if (connection is null)
        {
            Assert.Ignore(obstacle!);
        }

        return connection!;
    }

    /// <summary>Runs the engine's docker client to its end.</summary>
    public static async Task<CommandOutput> DockerAsync(params ImmutableArray<string> arguments)
    {
        var engine = await ConnectAsync();
        return await Host.CaptureAsync(new Command(engine.Docker, arguments) { Environment = engine.Environment }, CancellationToken.None);
    }

    /// <summary>Runs the engine's docker client, which has to succeed, and gives what it prints.</summary>
    public static async Task<string> ReadAsync(params ImmutableArray<string> arguments)
    {
        var output = await DockerAsync(arguments);
        Assert.That(output.ExitCode, Is.Zero, output.LastLines());
        return string.Join('\n', output.Lines.Where(l => !l.IsError).Select(l => l.Text));
    }

    /// <summary>Runs a shell script of this machine with arguments; gives its exit code.</summary>
    public static async Task<int> ShellAsync(string script, params ImmutableArray<string> arguments) =>
        await Host.RunAsync(new Command("sh", ["-c", script, "sh", .. arguments]), null, CancellationToken.None);

    /// <summary>Ends the engine if any test started it.</summary>
    public static async Task StopAsync()
    {
        if (Started.IsValueCreated && (await Started.Value).Owner is { } owner)
        {
            await owner.DisposeAsync();
        }
    }

    private static async Task<(TestEngine?, EngineConnection?, string?)> StartAsync()
    {
        if (await TestEngine.ObstacleAsync() is { } obstacle)
        {
            return (null, null, obstacle);
        }

        var engine = TestEngine.New();
        return (engine, await engine.Engine.EnsureAsync(CancellationToken.None), null);
    }
}
