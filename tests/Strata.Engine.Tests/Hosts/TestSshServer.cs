using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Strata.Engine.Hosts;
using Strata.Engine.Tests.BuildKit;

namespace Strata.Engine.Tests.Hosts;

/// <summary>A real sshd on a loopback port with one user, <c>builder</c>, who has a home and a login shell of the test's own.</summary>
/// <remarks>It runs in a mount namespace with its own list of users; nothing of the machine is changed.</remarks>
internal sealed class TestSshServer : IAsyncDisposable
{
    private const string Alias = "buildhost";

    private readonly string _folder;
    private readonly TestProcess _process;

    private TestSshServer(string folder, TestProcess process, int port) => (_folder, _process, Port) = (folder, process, port);

    /// <summary>What the client is asked to connect to: an alias of the test's ssh config.</summary>
    public static SshTarget Target { get; } = SshTarget.Parse(Alias);

    public int Port { get; }

    /// <summary>The user's home on the host.</summary>
    public string Home => Path.Combine(_folder, "home");

    /// <summary>The ssh config of the client.</summary>
    public string ClientConfig => Path.Combine(_folder, "client_config");

    /// <summary>What the client knows of hosts.</summary>
    public string KnownHosts => Path.Combine(_folder, "known_hosts");

    /// <summary>The server's own key, public.</summary>
    public string HostKey => Path.Combine(_folder, "host_key.pub");

    /// <summary>The key that opens the server, private.</summary>
    public string ClientKey => Path.Combine(_folder, "client_key");

    public string AuthorizedKeys => Path.Combine(_folder, "authorized_keys");

    /// <summary>Uses the test's own config.</summary>
    public SshOptions Options => new() { Arguments = ["-F", ClientConfig] };

    public string Log => _process.Output;

    /// <summary>The listening process; its children serve the connections.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts one.</summary>
    /// <param name="shell">The user's login shell.</param>
    /// <param name="settings">More lines for sshd_config; <c>%FOLDER%</c> is the folder of the server's files.</param>
    /// <param name="prepare">Called with that folder before the server starts.</param>
    public static async Task<TestSshServer> StartAsync(string shell = "/bin/sh", string settings = "", Func<string, Task>? prepare = null)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("sshd with users of its own needs Linux and root");
        }

        var program = await DebianTool.FindAsync("openssh-server", "usr/sbin/sshd");
        var client = await DebianTool.FindAsync("openssh-client", "usr/bin/ssh-keygen");
        var libraries = Path.GetDirectoryName(await DebianTool.FindAsync("libwrap0", $"usr/lib/{Triple}/libwrap.so.0"))!;
        var folder = Directory.CreateTempSubdirectory("strata-sshd-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "home"));
        await RunAsync(client, "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(folder, "host_key"));
        await RunAsync(client, "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(folder, "client_key"));
        File.Copy(Path.Combine(folder, "client_key.pub"), Path.Combine(folder, "authorized_keys"));
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "known_hosts"), $"[127.0.0.1]:{port} {await File.ReadAllTextAsync(Path.Combine(folder, "host_key.pub"))}");
        await File.WriteAllTextAsync(Path.Combine(folder, "client_config"), $"""
            Host {Alias}
              HostName 127.0.0.1
              Port {port}
              User builder
              IdentityFile {folder}/client_key
              IdentitiesOnly yes
              UserKnownHostsFile {folder}/known_hosts
              GlobalKnownHostsFile /dev/null

            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "sshd_config"), $"""
            ListenAddress 127.0.0.1:{port}
            HostKey {folder}/host_key
            AuthorizedKeysFile {folder}/authorized_keys
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            {settings.Replace("%FOLDER%", folder, StringComparison.Ordinal)}

            """);
        await (prepare?.Invoke(folder) ?? Task.CompletedTask);
        await File.WriteAllTextAsync(Path.Combine(folder, "passwd"), $"""
            root:x:0:0:root:/root:/bin/sh
            builder:x:0:0:builder:{folder}/home:{shell}
            sshd:x:100:65534::/run/sshd:/usr/sbin/nologin
            nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin

            """);
        const string script = """
            mount --bind "$1/passwd" /etc/passwd && mkdir -p /run/sshd || exit 1
            # Newer ones are several programs, which find each other by absolute paths.
            if [ -e "${2%/sbin/sshd}/lib/openssh/sshd-session" ]; then mount --bind "${2%/sbin/sshd}/lib/openssh" /usr/lib/openssh || exit 1; fi
            exec "$2" -D -e -f "$1/sshd_config"
            """;
        var process = new TestProcess(
            "unshare", ["--mount", "sh", "-c", script, "sh", folder, program], new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = libraries });
        await process.ReadyAsync(() => Task.FromResult(process.Output.Contains("Server listening", StringComparison.Ordinal)));
        return new TestSshServer(folder, process, port);
    }

    public Task<SshHost> ConnectAsync() => SshHost.ConnectAsync(Target, Options, CancellationToken.None);

    /// <summary>Kills what serves the connections that are open, as a dying network or machine would.</summary>
    public async Task DropConnectionsAsync()
    {
        var children = await File.ReadAllTextAsync($"/proc/{_process.Id}/task/{_process.Id}/children");
        foreach (var child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            using var process = Process.GetProcessById(int.Parse(child));
            process.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Triple => System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.Arm64 => "aarch64-linux-gnu",
        _ => "x86_64-linux-gnu",
    };

    public static async Task RunAsync(string program, params string[] words) =>
        await new LocalHost().RequireAsync(new Command(program, [.. words]), CancellationToken.None);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
