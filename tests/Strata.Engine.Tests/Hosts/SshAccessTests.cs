using System.Net;
using System.Net.Sockets;
using Strata.Engine.Hosts;
using Strata.Engine.Tests.BuildKit;

namespace Strata.Engine.Tests.Hosts;

/// <summary>The ways into a host that an ssh config can tell, and which keys of hosts are taken.</summary>
[Platform("Linux")]
[TestFixture(SshTransport.OpenSsh)]
[TestFixture(SshTransport.SshNet)]
public sealed class SshAccessTests(SshTransport transport)
{
    [OneTimeSetUp]
    public void Require() => Transports.Require(transport);

    private const string Certified = "HostCertificate %FOLDER%/host_key-cert.pub";

    [Test]
    public async Task A_host_behind_others_is_reached_through_them()
    {
        await using var outer = await TestSshServer.StartAsync();
        await using var middle = await TestSshServer.StartAsync();
        await using var inner = await TestSshServer.StartAsync();
        var config = await File.ReadAllTextAsync(inner.ClientConfig) + "  ProxyJump outer,middle\n"
            + (await File.ReadAllTextAsync(outer.ClientConfig)).Replace("Host buildhost", "Host outer")
            + (await File.ReadAllTextAsync(middle.ClientConfig)).Replace("Host buildhost", "Host middle");
        await File.WriteAllTextAsync(inner.ClientConfig, config);

        await using var host = await inner.ConnectAsync(transport);
        Assert.That((await host.CaptureAsync(new Command("sh", "-c", "echo $SSH_CONNECTION"), default)).Output, Does.EndWith($" {inner.Port}"));
        Assert.That(outer.Log + middle.Log, Does.Not.Contain("error"));

        // Each of them shows its own key.
        await File.WriteAllTextAsync(middle.KnownHosts, await File.ReadAllTextAsync(outer.KnownHosts));
        var refused = await Assert.ThrowsAsync<StrataException>(() => inner.ConnectAsync(transport));
        Assert.That(refused!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
    }

    [Test]
    public async Task A_host_behind_one_that_is_down_is_told_with_what_was_said_on_the_way()
    {
        await using var server = await TestSshServer.StartAsync();
        await File.AppendAllTextAsync(server.ClientConfig, "  ProxyJump down\nHost down\n  HostName 127.0.0.1\n  Port 1\n");

        var refused = await Assert.ThrowsAsync<StrataException>(() => server.ConnectAsync(transport));

        Assert.That(refused!.Message, Does.StartWith("buildhost: cannot be connected to").And.Contain("127.0.0.1 port 1: Connection refused"));
    }

    [Test]
    public async Task A_host_that_those_before_it_do_not_reach_is_told_with_the_way_there()
    {
        await using var server = await TestSshServer.StartAsync();
        var jump = (await File.ReadAllTextAsync(server.ClientConfig)).Replace("Host buildhost", "Host jump");
        await File.WriteAllTextAsync(server.ClientConfig, jump + "Host buildhost\n  HostName 127.0.0.1\n  Port 1\n  ProxyJump jump\n");

        var refused = await Assert.ThrowsAsync<StrataException>(() => server.ConnectAsync(transport));

        Assert.That(refused!.Message, Does.StartWith("buildhost: cannot be connected to through its ProxyJump 'jump'; see whether 'ssh buildhost' works\n"));
    }

    [Test]
    public async Task Forwardings_of_the_users_config_are_none_of_ours()
    {
        await using var server = await TestSshServer.StartAsync();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await File.AppendAllTextAsync(server.ClientConfig, $"  LocalForward 127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port} 127.0.0.1:1\n");
        await using var host = await server.ConnectAsync(transport);

        // One of which any fails is all that the client says of them.
        Assert.That(await host.FindPortAsync((IPEndPoint)taken.LocalEndpoint, default), Is.Not.Null);
    }

    [TestCase("IgnoreUnknown UseKeychain\n  UseKeychain yes", TestName = "Options_of_other_clients_that_the_users_config_lets_pass_do_no_harm")]
    [TestCase("SessionType none\n  StdinNull yes\n  ForkAfterAuthentication yes", TestName = "A_config_for_forwarding_only_does_no_harm")]
    public async Task Connecting_with(string lines)
    {
        await using var server = await TestSshServer.StartAsync();
        await File.AppendAllTextAsync(server.ClientConfig, $"  {lines}\n");

        // A client from before 8.7 knows no such options; SSH.NET has no use for them.
        var old = Path.Combine(server.Home, "ssh");
        await File.WriteAllTextAsync(old, """
            #!/bin/sh
            case "$*" in *IgnoreUnknown=\**SessionType=*) ;; *SessionType=*) echo 'command-line: line 0: Bad configuration option: sessiontype' >&2; exit 255 ;; esac
            exec ssh "$@"

            """);
        await TestSshServer.RunAsync("chmod", "+x", old);

        await using var host = await SshHost.ConnectAsync(TestSshServer.Target, Transports.Use(transport, server.Options with { Program = old }), default);

        Assert.That(await host.RunAsync(new Command("true"), null, default), Is.Zero);
    }

    [Test]
    public async Task A_key_that_only_an_agent_has_opens_the_host()
    {
        await using var server = await TestSshServer.StartAsync();
        var rsa = server.ClientKey + "_rsa";
        await TestSshServer.RunAsync("ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", rsa);
        foreach (var key in new[] { server.ClientKey, rsa })
        {
            var socket = server.Home + "/" + Path.GetFileName(key) + ".agent";
            await using var agent = new TestProcess("ssh-agent", ["-D", "-a", socket], new Dictionary<string, string>());
            await agent.ReadyAsync(() => Task.FromResult(File.Exists(socket)));
            await new LocalHost().RequireAsync(new Command("ssh-add", "-q", key) { Environment = System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty.Add("SSH_AUTH_SOCK", socket) }, default);
            var config = (await File.ReadAllTextAsync(server.ClientConfig)).Replace("IdentitiesOnly yes", $"IdentityAgent {socket}").Replace($"IdentityFile {server.ClientKey}", "IdentityFile none");
            await File.WriteAllTextAsync(server.ClientConfig + ".agent", config);
            await File.WriteAllTextAsync(server.AuthorizedKeys, await File.ReadAllTextAsync(key + ".pub"));

            await using var host = await SshHost.ConnectAsync(TestSshServer.Target, Transports.Use(transport, new SshOptions { Arguments = ["-F", server.ClientConfig + ".agent"] }), default);
            Assert.That(await host.RunAsync(new Command("true"), null, default), Is.Zero, key);
        }
    }

    [Test]
    public async Task A_key_with_a_passphrase_is_told_with_what_to_do()
    {
        await using var server = await TestSshServer.StartAsync();
        await TestSshServer.RunAsync("ssh-keygen", "-q", "-p", "-P", "", "-N", "secret", "-f", server.ClientKey);

        var refused = await Assert.ThrowsAsync<StrataException>(() => server.ConnectAsync(transport));

        Assert.That(refused!.Message, Does.StartWith("buildhost: refuses the login of 'builder'").And.Contain("; ").And.Contain("ssh-add "));
    }

    [TestCase("ecdsa", "256")]
    [TestCase("rsa", "2048")]
    public async Task Keys_of_other_kinds_open_it_too(string type, string bits)
    {
        await using var server = await TestSshServer.StartAsync();
        File.Delete(server.ClientKey);
        await TestSshServer.RunAsync("ssh-keygen", "-q", "-t", type, "-b", bits, "-N", "", "-f", server.ClientKey);
        File.Copy(server.ClientKey + ".pub", server.AuthorizedKeys, overwrite: true);

        await using var host = await server.ConnectAsync(transport);

        Assert.That(await host.RunAsync(new Command("true"), null, default), Is.Zero);
    }

    [TestCase("@cert-authority [127.0.0.1]:* CA", true)]
    [TestCase("@cert-authority *.example CA", false)]
    [TestCase("[127.0.0.1]:* CA", false)]
    [TestCase("@cert-authority * CA\n@revoked * CA", false)]
    [TestCase("@cert-authority * CA\n@revoked * KEY", false)]
    [TestCase("@revoked * KEY\n* KEY", false)]
    [TestCase("* KEY", true)]
    [TestCase("127.0.0.1 KEY", true)]
    [TestCase("127.0.0.1,!127.0.0.* KEY", false)]
    public async Task The_key_of_a_host_is_taken_or_not_as_known_hosts_says(string lines, bool isTaken)
    {
        await using var server = await TestSshServer.StartAsync(settings: Certified, prepare: CertifyAsync);
        var folder = Path.GetDirectoryName(server.HostKey)!;
        await File.WriteAllTextAsync(server.KnownHosts, lines.Replace("CA", Key(folder + "/ca.pub"), StringComparison.Ordinal).Replace("KEY", Key(server.HostKey), StringComparison.Ordinal) + "\n");

        if (isTaken)
        {
            await using var host = await server.ConnectAsync(transport);
            Assert.That(await host.RunAsync(new Command("true"), null, default), Is.Zero);
        }
        else
        {
            var refused = await Assert.ThrowsAsync<StrataException>(() => server.ConnectAsync(transport));
            Assert.That(refused!.Message, Does.StartWith("buildhost: its host key is "));
        }
    }

    [Test]
    public async Task A_certificate_for_another_name_is_not_taken()
    {
        await using var server = await TestSshServer.StartAsync(settings: Certified, prepare: f => CertifyAsync(f, "other.example"));
        await File.WriteAllTextAsync(server.KnownHosts, $"@cert-authority * {Key(Path.GetDirectoryName(server.HostKey) + "/ca.pub")}\n");

        Assert.That((await Assert.ThrowsAsync<StrataException>(() => server.ConnectAsync(transport)))!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
    }

    [Test]
    public async Task A_host_that_shows_several_keys_is_asked_for_the_one_that_is_known()
    {
        await using var server = await TestSshServer.StartAsync(
            settings: "HostKey %FOLDER%/host_rsa", prepare: f => TestSshServer.RunAsync("ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", f + "/host_rsa"));
        await File.WriteAllTextAsync(server.KnownHosts, $"[127.0.0.1]:{server.Port} {Key(Path.GetDirectoryName(server.HostKey) + "/host_rsa.pub")}\n");
        await TestSshServer.RunAsync("ssh-keygen", "-q", "-H", "-f", server.KnownHosts);

        await using var host = await server.ConnectAsync(transport);

        Assert.That(await host.RunAsync(new Command("true"), null, default), Is.Zero);
    }

    private static Task CertifyAsync(string folder) => CertifyAsync(folder, "127.0.0.1");

    private static async Task CertifyAsync(string folder, string name)
    {
        await TestSshServer.RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder + "/ca");
        await TestSshServer.RunAsync("ssh-keygen", "-q", "-s", folder + "/ca", "-I", "host", "-h", "-n", name, folder + "/host_key.pub");
    }

    private static string Key(string file) => string.Join(' ', File.ReadAllText(file).Split(' ')[..2]);
}
