using System.Collections.Immutable;
using Strata.Engine.Hosts;

namespace Strata.Engine.Engines;

/// <summary>A private engine that runs on a host that is not this machine, started by a call there.</summary>
/// <param name="host">The host.</param>
public sealed class HostEngine(IBuildHost host)
{
    // The places of StateDirectory, told in the host's own shell.
    private const string Script =
        """
        u=$(id -u)
        for s in "${XDG_STATE_HOME:-$HOME/.local/state}/strata" "$HOME/.local/state/strata" /var/lib/strata; do
          c=$(cat "$s/engine/packages/current" 2>/dev/null) || continue
          d=$s/engine/packages/$c/bin/docker
          [ -x "$d" ] || continue
          i=$(printf %s "$s" | sha256sum | cut -c1-12)
          for r in /run/strata "$XDG_RUNTIME_DIR/strata" "/run/user/$u/strata" "/tmp/strata-$u"; do
            if [ -S "$r/$i/docker.sock" ]; then printf '%s\n' "$d" "$r/$i/docker.sock" "$s/engine/client"; exit; fi
          done
        done
        """;

    /// <summary>Connects to it; null when none runs.</summary>
    /// <param name="patience">How long it may take to answer.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<EngineConnection?> FindAsync(TimeSpan patience, CancellationToken cancellation)
    {
        CommandOutput found;
        try
        {
            found = await host.CaptureAsync(new Command("/bin/sh", "-c", Script), cancellation).ConfigureAwait(false);
        }
        catch (StrataException lost) when (lost.ExitCode == ExitCode.Unreachable)
        {
            // Nothing found there; what comes next says what is wrong with the host.
            return null;
        }
        if (found.Output.Split('\n') is not [var docker, var socket, var config])
        {
            return null;
        }
        var environment = ImmutableDictionary<string, string?>.Empty
            .Add("DOCKER_HOST", "unix://" + socket).Add("DOCKER_CONFIG", config).Add("DOCKER_CONTEXT", null).Add("BUILDX_BUILDER", null);
        var probe = await new DockerEngine(host, docker, environment).ProbeAsync(null, patience, cancellation).ConfigureAwait(false);
        return probe.Connection is { } engine ? engine with { Kind = EngineKind.Private, HostNetworkOnly = true, Buildx = $"{docker}-buildx" } : null;
    }
}
