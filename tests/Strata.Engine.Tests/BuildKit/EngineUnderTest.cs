using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.BuildKit;

/// <summary>The real engine that this room's tests build on: what <c>docker buildx</c> reaches.</summary>
internal static class EngineUnderTest
{
    private static readonly Lazy<Task<EngineConnection?>> Found = new(FindAsync);

    /// <summary>The engine; a test without one is reported as ignored.</summary>
    public static async Task<EngineConnection> ConnectAsync()
    {
        if (await Found.Value is { } engine)
        {
            return engine;
        }

        Assert.Ignore("no engine that docker buildx reaches");
        throw new InvalidOperationException("ignored");
    }

    /// <summary>The buildx client, which needs no engine; a test without one is reported as ignored.</summary>
    public static async Task RequireBuildxAsync()
    {
        if (await RunAsync("docker", ["buildx", "version"]) != 0)
        {
            Assert.Ignore("no docker buildx");
        }
    }

    /// <summary>Runs a command of this machine to its end and gives its exit code.</summary>
    public static async Task<int> RunAsync(string file, ImmutableArray<string> arguments, Action<OutputLine>? onLine = null)
    {
        try
        {
            await using var host = new LocalHost();
            return await host.RunAsync(new Command(file, arguments), onLine, CancellationToken.None);
        }
        catch (StrataException)
        {
            // No such program.
            return -1;
        }
    }

    /// <summary>Runs a command of this machine and gives its standard output.</summary>
    public static async Task<string> ReadAsync(string file, params ImmutableArray<string> arguments)
    {
        var lines = new List<string>();
        await RunAsync(file, arguments, line => { if (!line.IsError) { lines.Add(line.Text); } });
        return string.Join('\n', lines);
    }

    private static async Task<EngineConnection?> FindAsync()
    {
        if (await RunAsync("docker", ["buildx", "version"]) != 0)
        {
            return null;
        }

        var version = await ReadAsync("docker", "version", "--format", "{{.Server.Version}}");
        return version.Length == 0
            ? null
            : new EngineConnection(
                EngineKind.Docker, "docker", ImmutableDictionary<string, string?>.Empty, version, "0", "linux/amd64", HostNetworkOnly: true);
    }
}
