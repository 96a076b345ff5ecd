using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.Hosts;

/// <summary>What clients of different versions say when sshd drops a login: words that only a server with too many at once would bring out.</summary>
public sealed class OpenSshRefusalTests
{
    private static readonly SshTarget Target = SshTarget.Parse("buildhost");
    private static readonly SshSettings Direct = new() { HostName = "big.example", User = "ci" };

    [TestCase("kex_exchange_identification: Connection closed by remote host\nConnection closed by 192.0.2.1 port 22", true, TestName = "A_login_that_is_dropped_is_tried_again")]
    [TestCase("Connection closed by 192.0.2.1 port 22", true, TestName = "A_login_that_is_dropped_is_tried_again_with_clients_since_9_6")]
    [TestCase("Connection reset by 192.0.2.1 port 22", true, TestName = "A_login_that_is_reset_is_tried_again")]
    [TestCase("no matching host key type found\nConnection closed by 192.0.2.1 port 22", false, TestName = "A_login_that_fails_for_a_reason_is_not_tried_again")]
    public void A_dropped_login(string said, bool isBusy)
    {
        Assert.That(Explain(Direct, said).IsBusy, Is.EqualTo(isBusy));
    }

    [Test]
    public void What_is_said_behind_another_command_is_told_as_it_is()
    {
        var refused = Explain(Direct with { ProxyCommand = "tunnel %h" }, "tunnel: no route\nkex_exchange_identification: Connection closed by remote host");

        Assert.That(refused.IsBusy, Is.False);
        Assert.That(refused.Problem.ToString(), Is.EqualTo(
            "buildhost: cannot be connected to through its ProxyCommand; see whether 'ssh buildhost' works\ntunnel: no route\nkex_exchange_identification: Connection closed by remote host"));
    }

    [TestCase("Host key for jump.example has changed and you have requested strict checking.\nHost key verification failed.\nkex_exchange_identification: Connection closed by remote host")]
    [TestCase("ci@jump.example: Permission denied (publickey).\nConnection closed by UNKNOWN port 65535")]
    public void What_one_on_the_way_refuses_is_not_the_hosts_refusal(string said)
    {
        var refused = Explain(Direct with { Jumps = ["jump"] }, said);

        Assert.That(refused.Problem.ToString(), Is.EqualTo($"buildhost: cannot be connected to through its ProxyJump 'jump'; see whether 'ssh buildhost' works\n{said}"));
    }

    [TestCase("Host key for big.example has changed and you have requested strict checking.\nHost key verification failed.", "its host key is not the one that is known")]
    [TestCase("ci@big.example: Permission denied (publickey).", "refuses the login of 'ci'")]
    public void What_the_host_behind_others_refuses_is_its_own_refusal(string said, string what) =>
        Assert.That(Explain(Direct with { Jumps = ["jump"] }, said).Problem.What, Does.StartWith(what));

    private static SshRefusedException Explain(SshSettings settings, string said) =>
        new OpenSshRefusal(255, [.. said.Split('\n')]).Explain(Target, settings, _ => Task.FromResult(false));
}
