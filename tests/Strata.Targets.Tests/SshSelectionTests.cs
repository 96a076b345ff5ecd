using Strata.Engine.Hosts;
using Strata.Targets.Components;

namespace Strata.Targets.Tests;

public sealed class SshSelectionTests
{
    private static readonly Func<SshTarget, SshOptions, ISshTransport> Library = (_, _) => throw new NotSupportedException();

    [TestCase(null, true)]
    [TestCase(SshChoice.OpenSsh, true)]
    public void The_client_is_taken_where_there_is_one(SshChoice? asked, bool hasClient) =>
        Assert.That(SshSelection.Choose(asked, () => hasClient, () => throw new InvalidOperationException("loaded")), Is.Null);

    [TestCase(null, false)]
    [TestCase(SshChoice.SshNet, true)]
    public void The_library_is_taken_when_it_is_asked_for_or_nothing_else_is_there(SshChoice? asked, bool hasClient) =>
        Assert.That(SshSelection.Choose(asked, () => hasClient, () => Library), Is.SameAs(Library));

    [TestCase(SshChoice.SshNet, 2, "--ssh sshnet: the build program was compiled without SSH.NET; set STRATA_SSHNET=true, with SSH.NET on your package feed, and call again")]
    [TestCase(SshChoice.OpenSsh, 4, "--ssh openssh: there is no ssh client on PATH; install OpenSSH's client, or use '--ssh sshnet'")]
    [TestCase(null, 4, "--remote: there is no ssh client on PATH; install OpenSSH's client, or set STRATA_SSHNET=true, with SSH.NET on your package feed, and call again")]
    [Platform("Linux")]
    public void What_is_not_there_is_told_with_the_next_step(SshChoice? asked, int exitCode, string message)
    {
        var thrown = Assert.Throws<StrataException>(() => SshSelection.Choose(asked, () => false, () => null));

        Assert.That((int)thrown!.ExitCode, Is.EqualTo(exitCode));
        Assert.That(thrown.Message, Is.EqualTo(message));
    }
}
