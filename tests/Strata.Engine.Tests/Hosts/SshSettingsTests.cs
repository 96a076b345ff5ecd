using Strata.Engine.Hosts;
using Strata.Engine.Tests.BuildKit;
using Strata.Testing;

namespace Strata.Engine.Tests.Hosts;

/// <summary>Our own reader of ssh config beside the client's.</summary>
[Platform("Linux")]
public sealed class SshSettingsTests
{
    private const string Config = """
        # what counts first
        User=early
        Host a*, b
          HostName %h.example.org
        Host a* !ab*
          Port 2201
          IdentityFile "/keys/with space/%h"
          IdentityFile /keys/%r-%p-100%%
          IdentityAgent /run/agent
        Host ab*
          Port = 2202
          ProxyJump me@jump:2222,other
          hostkeyalias Real.Name
          IdentitiesOnly yes
          UserKnownHostsFile /known/one /known/two
        Match host *.example.org
          GlobalKnownHostsFile none
          IdentityFile /keys/matched
        Match originalhost ?c user early,other
          HostName 10.0.0.1
          ProxyCommand nc %h %p
        Match !originalhost ?c
          IdentityAgent none
        Include INCLUDED
        Host *
          User late
          Port 2299
          IdentityFile /keys/usual
          UserKnownHostsFile /known/usual
          GlobalKnownHostsFile /known/global
          ProxyJump none
        Match all
          ProxyCommand none
        """;

    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public async Task Every_setting_is_the_one_that_ssh_goes_by()
    {
        var options = await WriteAsync(Config, "Host included\n  Port 2300\n  User \"in there\"\nHost a?\n HostKeyAlias second\n");
        foreach (var host in new[] { "a", "b", "ab", "abc", "ac", "xc", "bc", "included", "other.example.org", "10.0.0.1", "A" })
        {
            foreach (var target in new[] { new SshTarget(null, host, null), new SshTarget("joe", host, 99) })
            {
                var theirs = await SshSettings.OfClientAsync(target, options, default);
                var ours = SshSettings.Of(target, SshConfig.Read(SshConfig.Files(options), target), Environment.GetEnvironmentVariable);

                Assert.That(Show(ours), Is.EqualTo(Show(theirs)), target.ToString());
            }
        }
    }

    [Test]
    public async Task Without_a_client_our_own_reader_is_asked()
    {
        var options = await WriteAsync("Host x\n HostName y\n", "") with { Program = "no-such-ssh" };

        var settings = await SshSettings.FindAsync(SshTarget.Parse("x"), options, default);

        Assert.That(settings.HostName, Is.EqualTo("y"));
        Assert.That(settings.IdentityFiles.Select(Path.GetFileName), Is.EqualTo(["id_rsa", "id_ecdsa", "id_ed25519"]));
        Assert.That(settings.KnownHostsFiles.Select(Path.GetFileName), Is.EqualTo(["known_hosts", "known_hosts2", "ssh_known_hosts", "ssh_known_hosts2"]));
    }

    [Test]
    public async Task A_line_that_cannot_be_read_is_named()
    {
        var options = await WriteAsync("Host x\n HostName \"y\n", "") with { Program = "no-such-ssh" };

        var thrown = await Assert.ThrowsAsync<StrataException>(() => SshSettings.FindAsync(SshTarget.Parse("x"), options, default));

        Assert.That(thrown!.Message, Is.EqualTo($"{options.Arguments[1]}:2: a quotation mark has no second one"));
    }

    private static string Show(SshSettings settings) => string.Join('\n', [
        settings.HostName, $"{settings.Port}", settings.User, settings.KnownName.ToLowerInvariant(), .. settings.IdentityFiles, $"{settings.IdentitiesOnly}", settings.Agent ?? "no agent",
        string.Join(',', settings.Jumps), settings.ProxyCommand ?? "no command", .. settings.KnownHostsFiles]);

    private async Task<SshOptions> WriteAsync(string text, string included)
    {
        await DebianTool.FindAsync("openssh-client", "usr/bin/ssh");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "more"), included);
        var config = Path.Combine(_folder.Path, "config");
        await File.WriteAllTextAsync(config, text.Replace("INCLUDED", _folder.Path + "/mor*", StringComparison.Ordinal));
        return new SshOptions { Arguments = ["-F", config] };
    }
}
