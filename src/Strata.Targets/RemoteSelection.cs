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
    public static SshTarget? Target(StrataSession session) => session.Build is not IHazRemoteHost build || (build.Remote ?? (IsAttaching(session) ? [] : null)) is not { } words ? null : words switch
    {
        [] => SshTarget.Parse(Default(build) ?? throw Missing()),
        [var one] => SshTarget.Parse(one),
        _ => throw new DefinitionException(new Problem("--remote", $"takes one host, not {words.Length}", "name one")),
    };

    /// <summary>The machine that targets look after which are about a build host only: the one that is named, else the usual one.</summary>
    /// <exception cref="DefinitionException">None is named.</exception>
    public static SshTarget Require(StrataSession session) => Target(session) ?? SshTarget.Parse(
        session.Build is IHazRemoteHost build && Default(build) is { } usual ? usual : throw Missing());

    /// <summary>How the client is used: a person is asked only at a terminal, and never in CI.</summary>
    public static SshOptions Options(StrataSession session) => new()
    {
        State = (session.Build as IHazRemoteHost)?.BuildHostPath,
        Transport = SshSelection.Choose((session.Build as IHazRemoteHost)?.Ssh),
        MayAsk = !System.Console.IsInputRedirected && !System.Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")),
    };

    private static DefinitionException Missing() => new(new Problem(
        "--remote", "no build host is named", "write --remote user@host, or set BUILD_HOST or BuildHost in .nuke/parameters.json"));

    /// <summary>Whether the call takes up a build that was left to the host.</summary>
    public static bool IsAttaching(StrataSession session) => session.Build.ExecutionPlan?.Any(t => t.Name == nameof(IRunRemote.Attach)) == true;

    /// <summary>Whether the call leaves its build to the host.</summary>
    /// <exception cref="DefinitionException">There is no host to leave it to.</exception>
    public static bool IsDetaching(StrataSession session) => session.Build is IHazRemoteHost { Detach: true } && (Target(session) is not null
        ? !IsAttaching(session)
        : throw new DefinitionException(new Problem("--detach", "a build can be left to another machine only", "add --remote")));

    private static string? Default(IHazRemoteHost build) =>
        build.BuildHost is { Length: > 0 } host ? host : Environment.GetEnvironmentVariable(OlderVariable) is { Length: > 0 } older ? older : null;
}
