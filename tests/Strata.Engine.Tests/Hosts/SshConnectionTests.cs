using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.Hosts;

/// <summary>Hosts that cannot or must not be connected to.</summary>
[Platform("Linux")]
[TestFixture(SshTransport.OpenSsh)]
[TestFixture(SshTransport.SshNet)]
public sealed class SshConnectionTests(SshTransport transport)
{
    [OneTimeSetUp]
    public void Require() => Transports.Require(transport);

    private TestSshServer server = null!;

    [SetUp]
    public async Task Start() => server = await TestSshServer.StartAsync(settings: "MaxStartups 1\nMaxSessions 3");

    [TearDown]
    public async Task Stop()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    [Test]
    public async Task A_changed_host_key_is_refused_with_what_to_do()
    {
        var other = File.ReadAllText(server.AuthorizedKeys).Split(' ');
        File.WriteAllText(server.KnownHosts, $"[127.0.0.1]:{server.Port} {other[0]} {other[1]}\n");

        Assert.That(await RefusalAsync(), Is.EqualTo(
            "buildhost: its host key is not the one that is known: somebody may be in between; "
            + $"if the host was set up anew: ssh-keygen -R '[127.0.0.1]:{server.Port}', then compare its fingerprint with 'ssh buildhost'"));
    }

    [Test]
    public async Task An_unknown_host_is_refused_where_nobody_can_be_asked()
    {
        File.WriteAllText(server.KnownHosts, "");

        Assert.That(await RefusalAsync(), Does.StartWith("buildhost: its host key is not known; compare its fingerprint"));
        Assert.That(File.ReadAllText(server.KnownHosts), Is.Empty);
    }

    [Test]
    public async Task A_key_that_the_host_does_not_know_is_refused()
    {
        File.WriteAllText(server.AuthorizedKeys, "");

        Assert.That(await RefusalAsync(), Is.EqualTo("buildhost: refuses the login of 'builder' with any of the keys; ssh-copy-id your key to it, or ssh-add the one that it knows"));
    }

    [Test]
    public async Task A_host_that_does_not_listen_is_told_with_where_it_was_looked_for()
    {
        await server.DisposeAsync();
        var config = Path.GetTempFileName();
        File.WriteAllText(config, "Host buildhost\n HostName 127.0.0.1\n Port 1\n");
        server = null!;

        var thrown = await Assert.ThrowsAsync<StrataException>(() => SshHost.ConnectAsync(TestSshServer.Target, Transports.Use(transport, new SshOptions { Arguments = ["-F", config] }), default));

        Assert.That(thrown!.Message, Does.Match("^buildhost: cannot be connected to: .*127.0.0.1 port 1: Connection refused; see whether 'ssh buildhost' works$"));
    }

    [Test]
    public async Task One_login_at_a_time_and_few_sessions_are_enough()
    {
        var hosts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => server.ConnectAsync(transport)));
        var codes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => hosts[0].RunAsync(new Command("sh", "-c", $"cat >/dev/null; exit {i}") { Input = "x" }, null, default)));

        Assert.That(codes, Is.EqualTo(Enumerable.Range(0, 6)));
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }
    }

    private async Task<string> RefusalAsync()
    {
        var thrown = await Assert.ThrowsAsync<StrataException>(() => server.ConnectAsync(transport));
        Assert.That(thrown!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
        return thrown.Message;
    }
}
