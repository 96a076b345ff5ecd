using System.Collections.Immutable;
using System.Text;
using Strata.Engine.Hosts;

namespace Strata.Engine.BuildKit;

/// <summary>A bake that goes on on its host when we leave: its files, its progress and its end stand in a folder there.</summary>
/// <param name="host">The host.</param>
/// <param name="folder">The job's folder there; absolute.</param>
public sealed class DetachedSolve(IBuildHost host, string folder)
{
    private const int NoJob = 66;
    private const int Gone = 75;

    // In a session of its own, which the end of our connection does not reach; the lock is taken over when we let it go.
    // While it lives it holds a lock on the file of its number: after a reboot that number may be any process's.
    private const string Start =
        """
        cd "$1" || exit 1
        lock=$2
        shift 2
        LOCK=$lock setsid sh -c '
          exec 8>pid
          flock 8
          echo $$ >&8
          if [ -n "$LOCK" ]; then mkdir -p "${LOCK%/*}"; exec 9>>"$LOCK"; flock 9; echo "a detached build" >"$LOCK.holder"; fi
          unset LOCK
          "$@" >progress 2>&1 8>&- 9>&-
          echo $? >rc.new
          mv rc.new rc
        ' strata "$@" </dev/null >/dev/null 2>&1 &
        i=0
        while [ ! -s pid ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
        [ -s pid ]
        """;

    // What was printed is read before the end is believed, so that nothing is missed.
    private const string Follow =
        """
        cd "$1" 2>/dev/null && [ -s pid ] || exit 66
        n=0
        while :; do
          e=
          if [ -e rc ]; then e=1; elif [ ! -s pid ] || flock -n -s pid true; then [ -e rc ] || exit 75; fi
          s=$(wc -c <progress 2>/dev/null || echo 0)
          if [ "$s" -gt "$n" ]; then tail -c "+$((n + 1))" progress | head -c "$((s - n))"; n=$s; fi
          [ -z "$e" ] || exit "$(cat rc)"
          sleep 0.3
        done
        """;

    private const string State =
        """
        cd "$1" 2>/dev/null && [ -s pid ] || exit 66
        if [ -e rc ]; then echo ended; elif ! flock -n -s pid true; then echo runs; elif [ -e rc ]; then echo ended; else exit 66; fi
        cat bake.json
        """;

    /// <summary>Whether a job is there, whether it still runs, and the bake file that it was started with.</summary>
    public async Task<(bool Runs, string Bake)?> FindAsync(CancellationToken cancellation)
    {
        var output = await host.CaptureAsync(Script(State), cancellation).ConfigureAwait(false);
        return output.ExitCode == 0 && output.Output.Split('\n', 2) is [var state, var bake] ? (state == "runs", bake) : null;
    }

    /// <summary>Starts a command whose files stand in the folder already.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="lockFile">The lock that it holds while it runs; null for none.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="StrataException">It cannot be started (exit code 4).</exception>
    public Task StartAsync(Command command, string? lockFile, CancellationToken cancellation) => host.RequireAsync(
        Script(Start, [lockFile ?? "", command.FileName, .. command.Arguments]) with { Environment = command.Environment }, cancellation);

    /// <summary>Hands on the lines of the job from its start to its end. Cancelling ends this, not the job.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="StrataException">There is no job, or it was killed (exit code 4).</exception>
    public async Task<int> FollowAsync(Action<OutputLine> onLine, CancellationToken cancellation) =>
        await host.RunAsync(Script(Follow), onLine, cancellation).ConfigureAwait(false) switch
        {
            NoJob => throw new StrataException(ExitCode.Unreachable, new Problem($"detached build on {host.Name}", "there is none", "start one with --detach")),
            Gone => throw new StrataException(ExitCode.Unreachable, new Problem($"detached build on {host.Name}", "it was killed", "call again without Attach; finished steps are cached")),
            var code => code,
        };

    /// <summary>Forgets an ended job.</summary>
    public Task DeleteAsync(CancellationToken cancellation) => host.DeleteDirectoryAsync(folder, cancellation);

    private Command Script(string script, params ImmutableArray<string> words) => new("/bin/sh", ["-c", script, "strata", folder, .. words]);
}
