using Strata.Engine.Tests.Hosts;

namespace Strata.EndToEnd;

/// <summary>A machine to build on: a real sshd, and behind it an engine of its own.</summary>
internal sealed class TestBuildHost : IAsyncDisposable
{
    private TestBuildHost(TestSshServer server) => Server = server;

    /// <summary>The sshd.</summary>
    public TestSshServer Server { get; }

    /// <summary>What clients without any ssh config call it.</summary>
    public string Address => $"builder@127.0.0.1:{Server.Port}";

    /// <summary>What a secret holds for clients: the private key that it lets in.</summary>
    public string Key => File.ReadAllText(Path.Combine(Path.GetDirectoryName(Server.ClientConfig)!, "client_key"));

    /// <summary>What a secret holds for clients: the line of known_hosts.</summary>
    public string KnownHosts => File.ReadAllText(Server.KnownHosts);

    /// <summary>Starts one; its engine runs the programs that were fetched already, all else is its own.</summary>
    public static async Task<TestBuildHost> StartAsync()
    {
        var host = new TestBuildHost(await TestSshServer.StartAsync("/bin/bash"));
        await EngineHome.EngineOf(host.Server.Home).EnsureAsync(CancellationToken.None);
        return host;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await RemoteStage.EndAsync(Server);
}
