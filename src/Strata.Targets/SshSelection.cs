using Strata.Engine.Hosts;
using Strata.Targets.Components;

namespace Strata.Targets;

/// <summary>What speaks SSH in a call: what the user asks for, or what is there.</summary>
internal static class SshSelection
{
    private const string CompileIt = "set STRATA_SSHNET=true, with SSH.NET on your package feed, and call again";

    /// <summary>Makes transports; null for the OpenSSH client.</summary>
    /// <exception cref="StrataException">What is asked for is not there (exit code 2), or nothing is (exit code 4).</exception>
    public static Func<SshTarget, SshOptions, ISshTransport>? Choose(SshChoice? asked) => Choose(asked, SshTransports.HasOpenSsh, SshTransports.Find);

    /// <summary>The same, of what is there; asks for no more than the choice needs.</summary>
    internal static Func<SshTarget, SshOptions, ISshTransport>? Choose(SshChoice? asked, Func<bool> hasClient, Func<Func<SshTarget, SshOptions, ISshTransport>?> library) => asked switch
    {
        SshChoice.SshNet => library()
            ?? throw new StrataException(ExitCode.WrongDefinition, new Problem("--ssh sshnet", "the build program was compiled without SSH.NET", CompileIt)),
        SshChoice.OpenSsh when !hasClient() => throw NoClient("--ssh openssh", "use '--ssh sshnet'"),
        null when !hasClient() => library() ?? throw NoClient("--remote", CompileIt),
        _ => null,
    };

    private static StrataException NoClient(string place, string next) => new(ExitCode.Unreachable, OperatingSystem.IsWindows()
        ? new Problem(place, "the ssh client of Windows cannot share a connection", $"call from WSL, or {next}")
        : new Problem(place, "there is no ssh client on PATH", $"install OpenSSH's client, or {next}"));
}
