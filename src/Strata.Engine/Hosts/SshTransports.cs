namespace Strata.Engine.Hosts;

/// <summary>The transports that are there.</summary>
public static class SshTransports
{
    private const string Library = "Strata.SshNet.SshNetTransport, Strata.SshNet";

    /// <summary>Makes transports of SSH.NET; null when the build program was compiled without it.</summary>
    /// <remarks>It is asked for by name: the project is compiled only where its package can be had, and is loaded only when it is used.</remarks>
    public static Func<SshTarget, SshOptions, ISshTransport>? Find() => Type.GetType(Library) is { } type
        ? (target, options) => (ISshTransport)Activator.CreateInstance(type, target, options)!
        : null;

    /// <summary>Whether there is an OpenSSH client that can share a connection.</summary>
    public static bool HasOpenSsh() =>
        !OperatingSystem.IsWindows() && ProgramPath.Find("ssh", Environment.CurrentDirectory, Environment.GetEnvironmentVariable("PATH")) is not null;
}
