using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Strata.Engine.Files;
using Strata.Engine.Hosts;

namespace Strata.Engine.Engines;

/// <summary>Our own engine on this machine: fetched from Debian's packages, started when needed, up until it is stopped.</summary>
/// <remarks>
/// The daemon runs in a process and a mount namespace of its own. When it ends, in whatever way, the kernel ends
/// all that it started and undoes all that it mounted; and it cannot mistake the machine's own containerd for its own.
/// </remarks>
public sealed class PrivateEngine
{
    private const string Launch = """
        umask 022
        cd /
        exec setsid --fork unshare --mount --propagation slave --pid --fork --kill-child --mount-proc sh -c "$INIT" strata-engine "$@" >"$LOG" 2>&1 </dev/null
        """;

    // The first process of the namespace: hides the machine's containerd, hands signals on, reaps orphans.
    private const string Init = """
        mkdir -p /run/containerd && mount -t tmpfs -o mode=0700 strata /run/containerd || exit 1
        unset INIT LOG
        "$@" &
        engine=$!
        trap 'kill -TERM $engine' TERM INT
        while kill -0 $engine 2>/dev/null; do wait $engine; done
        """;

    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan BusyPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LaunchPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(25);

    // What would lead the client to another engine than ours, or the daemon to a supervisor that is not there.
    private static readonly ImmutableArray<string> ForeignClientVariables =
        ["DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_TLS", "DOCKER_CERT_PATH", "DOCKER_API_VERSION", "BUILDX_BUILDER", "BUILDX_CONFIG", "BUILDKIT_HOST"];

    // The daemon outlives the call that starts it: it gets none of the secrets that this may have in its environment.
    private static readonly ImmutableHashSet<string> DaemonVariables = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase, "HOME", "LANG", "LC_ALL", "TZ", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR");

    private readonly IBuildHost _host;
    private readonly StateDirectory _state;
    private readonly EnginePackages _packages;
    private readonly EngineProcesses _processes;
    private readonly Action<string>? _progress;

    /// <summary>Creates the engine's handle; nothing is fetched or started yet.</summary>
    /// <param name="state">Where it keeps all that is its own.</param>
    /// <param name="progress">What is going on, for people: lower case, no full stop.</param>
    /// <param name="packagesFolder">Where its programs are kept; null for a folder of the state.</param>
    public PrivateEngine(StateDirectory state, Action<string>? progress = null, string? packagesFolder = null)
    {
        _host = new LocalHost();
        _state = state;
        _progress = progress;
        _packages = new EnginePackages(_host, packagesFolder ?? state.Combine("engine", "packages"), progress);
        _processes = new EngineProcesses(state.Runtime);
    }

    /// <summary>The socket that it listens on.</summary>
    public string Socket => Path.Combine(_state.Runtime, "docker.sock");

    /// <summary>What the daemon prints.</summary>
    public string LogFile => _state.Combine("engine", "dockerd.log");

    private string Folder => _state.Combine("engine");

    private string LockFile => _state.Combine("engine.lock");

    /// <summary>Why it cannot run on this machine, for people; null when it can.</summary>
    public async Task<string?> ObstacleAsync(CancellationToken cancellation)
    {
        var release = await OperatingSystemRelease.ReadAsync(_host, cancellation).ConfigureAwait(false);
        return !OperatingSystem.IsLinux() || !release.IsDebian ? $"it is made from Debian's packages, and this machine runs {release.Name}"
            : !Environment.IsPrivilegedProcess ? $"it needs root, and you are '{Environment.UserName}'"
            : null;
    }

    /// <summary>The engine if it is up; it is not started.</summary>
    public Task<EngineConnection?> FindAsync(CancellationToken cancellation) => ConnectAsync(AnswerPatience, cancellation);

    /// <summary>Makes sure that the engine is there and up.</summary>
    /// <exception cref="StrataException">It cannot run on this machine, be fetched or be started (exit code 4).</exception>
    public async Task<EngineConnection> EnsureAsync(CancellationToken cancellation)
    {
        if (await ConnectAsync(AnswerPatience, cancellation).ConfigureAwait(false) is { } running)
        {
            return running;
        }
        if (await ObstacleAsync(cancellation).ConfigureAwait(false) is { } obstacle)
        {
            throw new StrataException(ExitCode.Unreachable, new Problem("private engine", obstacle, "install Docker with buildx and use '--engine docker'"));
        }
        _state.Create();
        await using var gate = await LockAsync("starting the private engine", cancellation).ConfigureAwait(false);
        if (await ConnectAsync(BusyPatience, cancellation).ConfigureAwait(false) is { } started)
        {
            return started;
        }
        var installation = await _packages.EnsureAsync(cancellation).ConfigureAwait(false);
        await ClearAsync(cancellation).ConfigureAwait(false);
        await ConfigureAsync(installation, cancellation).ConfigureAwait(false);
        _progress?.Invoke($"starting the private engine: docker {installation.EngineVersion}");
        await LaunchAsync(installation, cancellation).ConfigureAwait(false);
        return await AwaitReadyAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Stops the engine with all that it runs; images and build cache stay.</summary>
    /// <returns>Whether it ran.</returns>
    /// <exception cref="StrataException">A process of it cannot be ended (exit code 4).</exception>
    public async Task<bool> StopAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(_state.Root))
        {
            return false;
        }
        await using var gate = await LockAsync("stopping the private engine", cancellation).ConfigureAwait(false);
        return await StopLockedAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Stops the engine and deletes its programs, images and build cache.</summary>
    /// <exception cref="StrataException">A process of it cannot be ended, or a file not be deleted (exit code 4).</exception>
    public async Task CleanAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(_state.Root))
        {
            return;
        }
        await using var gate = await LockAsync("deleting the private engine", cancellation).ConfigureAwait(false);
        await StopLockedAsync(cancellation).ConfigureAwait(false);
        await DeleteAsync(cancellation, Folder, _state.Runtime).ConfigureAwait(false);
    }

    /// <summary>How the engine stands.</summary>
    public async Task<PrivateEngineStatus> StatusAsync(CancellationToken cancellation)
    {
        var answer = await EngineSocket.AskAsync(Socket, AnswerPatience, cancellation).ConfigureAwait(false);
        var bytes = 0L;
        if (Directory.Exists(Folder))
        {
            // Files may go while it counts, and then it says so and ends with 1.
            var output = await _host.CaptureAsync(new Command("du", "-skx", Folder), cancellation).ConfigureAwait(false);
            bytes = long.TryParse(output.Output.Split('\t')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : 0;
        }
        return new PrivateEngineStatus(Folder, answer?.Version ?? _packages.Find()?.EngineVersion, _processes.DaemonId, answer is not null, bytes);
    }

    private Task<FileLock> LockAsync(string purpose, CancellationToken cancellation) =>
        FileLock.TakeAsync(LockFile, purpose, holder => _progress?.Invoke($"waiting for {holder}"), cancellation);

    private async Task<EngineConnection?> ConnectAsync(TimeSpan patience, CancellationToken cancellation)
    {
        if (_packages.Find() is not { } installation
            || await EngineSocket.AskAsync(Socket, patience, cancellation).ConfigureAwait(false) is not { } answer)
        {
            return null;
        }
        var environment = ForeignClientVariables.ToImmutableDictionary(v => v, _ => (string?)null)
            .Add("DOCKER_HOST", "unix://" + Socket)
            .Add("DOCKER_CONFIG", Path.Combine(Folder, "client"));
        return new EngineConnection(
            EngineKind.Private, installation.Docker, environment, answer.Version, installation.BuildxVersion, answer.Platform, HostNetworkOnly: true)
        {
            Socket = Socket,
            HostSocket = Socket,
            Buildx = installation.Buildx,
            KeepsManifests = true,
            Store = new ContainerdStore(
                Path.Combine(_state.Runtime, "exec", "containerd", "containerd.sock"),
                Path.Combine(Folder, "data", "containerd", "daemon", "io.containerd.content.v1.content")),
        };
    }

    private async Task<bool> StopLockedAsync(CancellationToken cancellation)
    {
        var ran = await _processes.EndAsync(StopGrace, cancellation).ConfigureAwait(false);
        await DeleteAsync(cancellation, _state.Runtime).ConfigureAwait(false);
        return ran;
    }

    /// <summary>Takes away what an engine left that was killed, or went down with the machine.</summary>
    private async Task ClearAsync(CancellationToken cancellation)
    {
        if (await _processes.EndAsync(TimeSpan.FromSeconds(5), cancellation).ConfigureAwait(false))
        {
            _progress?.Invoke("ended what was left of a private engine that did not answer");
        }
        // Sockets, pid files and container states: nothing in there outlives the processes.
        await DeleteAsync(cancellation, _state.Runtime).ConfigureAwait(false);
        _state.Create();
    }

    private async Task ConfigureAsync(EngineInstallation installation, CancellationToken cancellation)
    {
        var plugins = Directory.CreateDirectory(Path.Combine(Folder, "client", "cli-plugins")).FullName;
        var link = Path.Combine(plugins, "docker-buildx");
        File.Delete(link);
        File.CreateSymbolicLink(link, installation.Buildx);
        var config = """{"features": {"containerd-snapshotter": true}}""";
        if (new DriveInfo(Folder).DriveFormat is "overlay" or "overlayfs")
        {
            // Within a container the root often is an overlay, and overlays do not stack.
            config = """{"features": {"containerd-snapshotter": true}, "storage-driver": "native"}""";
            _progress?.Invoke($"{Folder} is on an overlay file system, where each layer has to be copied; an XDG_STATE_HOME on a disk is faster");
        }
        await AtomicFile.WriteAsync(Path.Combine(Folder, "daemon.json"), config + "\n", isPrivate: true, cancellation).ConfigureAwait(false);
        if (File.Exists(LogFile))
        {
            File.Move(LogFile, LogFile + ".1", overwrite: true);
        }
    }

    private Task LaunchAsync(EngineInstallation installation, CancellationToken cancellation)
    {
        ImmutableArray<string> daemon =
        [
            Path.Combine(installation.Programs, "dockerd"),
            "--config-file", Path.Combine(Folder, "daemon.json"),
            "--data-root", Path.Combine(Folder, "data"),
            "--exec-root", Path.Combine(_state.Runtime, "exec"),
            "--host", "unix://" + Socket,
            "--pidfile", Path.Combine(_state.Runtime, "docker.pid"),
            "--group", "root",
            // systemd would take the process ids of the daemon's namespace for its own.
            "--exec-opt", "native.cgroupdriver=cgroupfs",
            // No bridge, no packet filter, no forwarding: the machine's network stays as it is.
            "--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-forward=false",
        ];
        var path = $"{installation.Programs}:{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/bin:/sbin:/bin";
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(v => !DaemonVariables.Contains(v)).ToImmutableDictionary(v => v, _ => (string?)null)
            .SetItem("PATH", path).SetItem("INIT", Init).SetItem("LOG", LogFile);
        return _host.RequireAsync(new Command("sh", ["-c", Launch, "strata-engine", .. daemon]) { Environment = environment }, cancellation);
    }

    private async Task<EngineConnection> AwaitReadyAsync(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (await ConnectAsync(AnswerPatience, cancellation).ConfigureAwait(false) is { } ready)
            {
                return ready;
            }
            var isGone = clock.Elapsed > LaunchPatience && !_processes.Any;
            if (isGone || clock.Elapsed > StartPatience)
            {
                var what = isGone ? "ended while it started" : $"does not answer {StartPatience.TotalSeconds:0} s after its start";
                var lines = File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(10)) : null;
                await _processes.EndAsync(TimeSpan.FromSeconds(5), cancellation).ConfigureAwait(false);
                throw new StrataException(ExitCode.Unreachable, new Problem("private engine", what, $"see {LogFile}; './build.sh CleanEngine' starts afresh", lines));
            }
            await Task.Delay(50, cancellation).ConfigureAwait(false);
        }
    }

    private async Task DeleteAsync(CancellationToken cancellation, params ImmutableArray<string> folders)
    {
        // Images hold file names in any encoding, which only a program of the system takes as they are.
        await _host.RequireAsync(new Command("rm", ["-rf", "--one-file-system", "--", .. folders]), cancellation).ConfigureAwait(false);
    }
}
