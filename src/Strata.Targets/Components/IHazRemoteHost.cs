using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>A build that may run on another machine, reached over SSH.</summary>
public interface IHazRemoteHost : IHazParameters
{
    /// <summary>The machine to build on; null for this one, empty for the usual one.</summary>
    [Parameter("Build on another machine over SSH and push from there: user@host:port, or a name of your ssh config; alone: the BuildHost.")]
    string[]? Remote => TryGetValue(() => Remote);

    /// <summary>The machine that <c>--remote</c> alone means.</summary>
    [Parameter("The machine that --remote alone means; also from the variables BUILD_HOST and BLACKWELL_HOST.")]
    string? BuildHost => TryGetValue(() => BuildHost);

    /// <summary>Leave the build to the host.</summary>
    [Parameter("Start the build on the host of --remote and come back; Attach shows its progress and takes its result.")]
    bool Detach => TryGetValue<bool?>(() => Detach) ?? false;

    /// <summary>Where trees and state are kept there.</summary>
    [Parameter("Folder on the build host for trees and state, absolute or below its user's home; without 'strata' at its end, in 'strata' there. Default is .cache/strata.")]
    string? BuildHostPath => TryGetValue(() => BuildHostPath);

    /// <summary>The engine there.</summary>
    [Parameter("DOCKER_HOST of the engine on the build host, such as unix:///run/docker.sock; without it what its docker client reaches.")]
    string? BuildHostEngine => TryGetValue(() => BuildHostEngine);

    /// <summary>What speaks SSH; null for the OpenSSH client where there is one, else SSH.NET.</summary>
    [Parameter("What speaks SSH to the build host: OpenSsh (the ssh client) or SshNet (the library SSH.NET, compiled in with STRATA_SSHNET=true). Default is OpenSsh where there is a client.")]
    SshChoice? Ssh => TryGetValue<SshChoice?>(() => Ssh);
}
