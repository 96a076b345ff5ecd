using Strata.Engine.Hosts;
using Strata.Targets.Components;

namespace Strata.Targets;

/// <summary>The machine that a call builds on, as the user says it.</summary>
internal static class RemoteSelection
{
    /// <summary>The usual build host of those who had one before there was a parameter for it.</summary>
    private const string OlderVariable = "BLACKWELL_HOST";

    /// <summary>The machine; null for this one.</summary>
    /// <exception cref="DefinitionException">None is named, or several.</exception>
    /// <exception cref="StrataException">What is named is no host (exit code 2).</exception>
    public static SshTarget? Target(StrataSession session) => session.Build is not IHazRemoteHost { Remote: { } words } build ? null : words switch
    {
        [] => SshTarget.Parse(Default(build) ?? throw new DefinitionException(new Problem(
            "--remote", "no build host is named", "write --remote user@host, or set BUILD_HOST or BuildHost in .nuke/parameters.json"))),
        [var one] => SshTarget.Parse(one),
        _ => throw new DefinitionException(new Problem("--remote", $"takes one host, not {words.Length}", "name one")),
    };

    /// <summary>How the client is used: a person is asked only at a terminal, and never in CI.</summary>
    public static SshOptions Options(StrataSession session) => new()
    {
        State = (session.Build as IHazRemoteHost)?.BuildHostPath,
        MayAsk = !System.Console.IsInputRedirected && !System.Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")),
    };

    private static string? Default(IHazRemoteHost build) =>
        build.BuildHost is { Length: > 0 } host ? host : Environment.GetEnvironmentVariable(OlderVariable) is { Length: > 0 } older ? older : null;
}
