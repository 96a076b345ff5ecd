using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.Hosts;

public sealed class SshTargetTests
{
    [TestCase("build1", null, "build1", null)]
    [TestCase("ci@build1", "ci", "build1", null)]
    [TestCase("ci@build1:2222", "ci", "build1", 2222)]
    [TestCase("ssh://ci@build1:2222/", "ci", "build1", 2222)]
    [TestCase("me@corp.example@gate", "me@corp.example", "gate", null)]
    [TestCase("::1", null, "::1", null)]
    [TestCase("ci@[fe80::1%eth0]:22", "ci", "fe80::1%eth0", 22)]
    public void User_host_and_port_are_read(string text, string? user, string host, int? port) =>
        Assert.That(SshTarget.Parse(text), Is.EqualTo(new SshTarget(user, host, port)));

    [TestCase("ci@build1", "ci@build1")]
    [TestCase("ci@build1:2222", "ssh://ci@build1:2222")]
    [TestCase("::1", "::1")]
    [TestCase("[::1]:22", "ssh://[::1]:22")]
    public void Ssh_is_told_a_destination_that_it_understands(string text, string destination) =>
        Assert.That(SshTarget.Parse(text).Destination, Is.EqualTo(destination));

    [TestCase("", "there is no host")]
    [TestCase("ci@", "there is no host")]
    [TestCase("@build1", "there is no user before the '@'")]
    [TestCase("build1:ssh", "'ssh' is no port")]
    [TestCase("build1:0", "'0' is no port")]
    [TestCase("build1:70000", "'70000' is no port")]
    [TestCase("[::1", "the address in '[' has no matching ']'")]
    [TestCase("-oProxyCommand=touch${IFS}x", "'-oProxyCommand=touch${IFS}x' is no host name")]
    [TestCase("-l@build1", "'-l' is no user name")]
    [TestCase("ci;true@build1", "'ci;true' is no user name")]
    [TestCase("build 1", "'build 1' is no host name")]
    public void What_is_no_host_is_told(string text, string what)
    {
        var thrown = Assert.Throws<StrataException>(() => SshTarget.Parse(text))!;

        Assert.That(thrown.Message, Is.EqualTo($"build host '{text}': {what}; write user@host:port, or a name of your ssh config"));
        Assert.That(thrown.ExitCode, Is.EqualTo(ExitCode.WrongDefinition));
    }

    [TestCase("ci@build1:2222")]
    [TestCase("ci@[::1]:22")]
    [TestCase("build1")]
    public void It_renders_as_it_is_written(string text) => Assert.That(SshTarget.Parse(text).ToString(), Is.EqualTo(text));
}
