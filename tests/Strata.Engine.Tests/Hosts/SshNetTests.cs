using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.Hosts;

/// <summary>What the OpenSSH client does itself at a terminal, and SSH.NET does not.</summary>
[Platform("Linux")]
[NonParallelizable]
public sealed class SshNetTests
{
    [OneTimeSetUp]
    public void Require() => Transports.Require(SshTransport.SshNet);

    [TestCase("yes\n", true)]
    [TestCase("no\n", false)]
    [TestCase("", false)]
    public async Task A_person_who_knows_the_key_makes_the_host_known(string answer, bool isKnown)
    {
        await using var server = await TestSshServer.StartAsync();
        var before = await File.ReadAllTextAsync(server.KnownHosts);
        await File.WriteAllTextAsync(server.KnownHosts, "# none yet");
        var (input, error, asked) = (Console.In, Console.Error, new StringWriter());
        Console.SetIn(new StringReader(answer));
        Console.SetError(asked);
        try
        {
            var connecting = SshHost.ConnectAsync(TestSshServer.Target, Transports.Use(SshTransport.SshNet, server.Options with { MayAsk = true }), default);
            if (isKnown)
            {
                await using var host = await connecting;
                Assert.That(await host.RunAsync(new Command("true"), null, default), Is.Zero);
            }
            else
            {
                Assert.That((await Assert.ThrowsAsync<StrataException>(() => connecting))!.Message, Does.StartWith("buildhost: its host key is not known"));
            }
        }
        finally
        {
            Console.SetIn(input);
            Console.SetError(error);
        }

        var fingerprint = new HostKey(Convert.FromBase64String(before.Split(' ')[2])).Fingerprint;
        Assert.That(asked.ToString(), Does.StartWith($"buildhost: the key of '[127.0.0.1]:{server.Port}' is not known: ssh-ed25519 {fingerprint}\n"));
        Assert.That(await File.ReadAllTextAsync(server.KnownHosts), Is.EqualTo(isKnown ? "# none yet\n" + string.Join(' ', before.Split(' ')[..3]) + "\n" : "# none yet"));
    }

    [Test]
    public async Task A_proxy_command_is_told_to_be_more_than_it_can()
    {
        await using var server = await TestSshServer.StartAsync();
        await File.AppendAllTextAsync(server.ClientConfig, "  ProxyCommand nc %h %p\n");

        var refused = await Assert.ThrowsAsync<StrataException>(() => server.ConnectAsync(SshTransport.SshNet));

        Assert.That(refused!.Message, Is.EqualTo("buildhost: its ssh config has a ProxyCommand, which SSH.NET cannot run; use ProxyJump, or '--ssh openssh'"));
    }

    [Test]
    public async Task A_way_that_leads_back_to_itself_ends()
    {
        await using var server = await TestSshServer.StartAsync();
        await File.AppendAllTextAsync(server.ClientConfig, "  ProxyJump other\nHost other\n  ProxyJump buildhost\n");

        var refused = await Assert.ThrowsAsync<StrataException>(() => server.ConnectAsync(SshTransport.SshNet));

        Assert.That(refused!.Message, Does.EndWith("its ssh config leads through more than 8 machines; look for a ProxyJump that leads back"));
    }
}
