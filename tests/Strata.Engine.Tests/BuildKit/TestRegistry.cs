using System.Net;
using System.Net.Sockets;

namespace Strata.Engine.Tests.BuildKit;

/// <summary>A real registry on a loopback port.</summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    private readonly TestProcess process;
    private readonly string directory;

    private TestRegistry(TestProcess process, string directory, int port) => (this.process, this.directory, Address) = (process, directory, $"127.0.0.1:{port}");

    /// <summary>Host and port, as references name it.</summary>
    public string Address { get; }

    /// <summary>Where it keeps what was pushed; absolute.</summary>
    public string Data => Path.Combine(directory, "data");

    /// <summary>Starts one.</summary>
    /// <param name="users">Lines of an htpasswd file (bcrypt); null lets anybody in.</param>
    public static async Task<TestRegistry> StartAsync(string? users = null)
    {
        var program = await DebianTool.FindAsync("docker-registry", "usr/bin/docker-registry");
        var directory = Directory.CreateTempSubdirectory("strata-registry-").FullName;
        var port = FreePort();
        var configuration = Path.Combine(directory, "config.yml");
        await File.WriteAllTextAsync(configuration, $$"""
            version: 0.1
            storage: { filesystem: { rootdirectory: {{directory}}/data }, delete: { enabled: true } }
            http: { addr: "127.0.0.1:{{port}}" }
            {{(users is null ? "" : $"auth: {{ htpasswd: {{ realm: tests, path: {directory}/users }} }}")}}

            """);
        await File.WriteAllTextAsync(Path.Combine(directory, "users"), users ?? "");
        var process = new TestProcess(program, ["serve", configuration]);
        using var client = new HttpClient();
        await process.ReadyAsync(async () =>
        {
            try
            {
                return (await client.GetAsync($"http://127.0.0.1:{port}/v2/")).StatusCode is HttpStatusCode.OK or HttpStatusCode.Unauthorized;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return new TestRegistry(process, directory, port);
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
