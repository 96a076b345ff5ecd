using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>Where a call builds: this machine, or one over SSH, with the folders that it has there.</summary>
internal sealed class BuildPlace : IAsyncDisposable
{
    private IAsyncDisposable? _lock;
    private IAsyncDisposable? _jobLock;

    private BuildPlace(IBuildHost host, StateDirectory local, string state, string scratch) =>
        (Host, Local, State, Scratch) = (host, local, state, scratch);

    /// <summary>Where engine and trees are.</summary>
    public IBuildHost Host { get; }

    /// <summary>The host when it is another machine; null when it is this one.</summary>
    public SshHost? Remote => Host as SshHost;

    /// <summary>What is kept on this machine.</summary>
    public StateDirectory Local { get; }

    /// <summary>What is kept on the host; absolute.</summary>
    public string State { get; }

    /// <summary>Private files of a run on the host; absolute.</summary>
    public string Scratch { get; }

    /// <summary>Tells this place from others in names of files.</summary>
    public string Key => Remote is { } remote
        ? "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{remote.Name} {remote.Facts.Home} {State}")))[..12]
        : "";

    /// <summary>Where the records of the place's images are on this machine; of a host it is a copy.</summary>
    public string Records => Remote is null ? Local.Combine("records") : Local.Combine("hosts", Key[1..], "records");

    /// <summary>Variables that lead the host's docker client to its engine.</summary>
    public ImmutableDictionary<string, string?> EngineVariables { get; private init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>This machine, for what only works here.</summary>
    public static BuildPlace Here()
    {
        var local = StateDirectory.Locate(Environment.GetEnvironmentVariable);
        return new BuildPlace(new LocalHost(), local, local.Root, local.Combine("runs"));
    }

    /// <summary>Opens the place of a call: connects where it is another machine.</summary>
    /// <exception cref="StrataException">The host cannot be reached or used (exit code 4).</exception>
    public static Task<BuildPlace> OpenAsync(StrataSession session, CancellationToken cancellation) =>
        OpenAsync(session, RemoteSelection.Target(session), cancellation);

    /// <summary>Opens a host as a place, or this machine for null.</summary>
    /// <exception cref="StrataException">The host cannot be reached or used (exit code 4).</exception>
    public static async Task<BuildPlace> OpenAsync(StrataSession session, SshTarget? target, CancellationToken cancellation)
    {
        if (target is null)
        {
            return Here();
        }

        // Read here: what follows may run while others read parameters.
        var engine = (session.Build as IHazRemoteHost)?.BuildHostEngine;
        var local = StateDirectory.Locate(Environment.GetEnvironmentVariable);
        var host = await SshHost.ConnectAsync(target, RemoteSelection.Options(session), cancellation);
        if (host.Facts.System != "Linux")
        {
            await host.DisposeAsync();
            throw new StrataException(ExitCode.Unreachable, new Problem(host.Name, $"runs {host.Facts.System}, and builds need Linux", "name a Linux machine"));
        }

        return new BuildPlace(host, local, host.Facts.State, $"{host.Facts.Run}/runs")
        {
            EngineVariables = engine is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add("DOCKER_HOST", engine),
        };
    }

    /// <summary>A build that was left to the host is there for the call to take up.</summary>
    public bool HasJob { get; private set; }

    /// <summary>Asks for the space that is free on another machine where trees are kept, which what only looks after it may do without.</summary>
    /// <exception cref="StrataException">It is too little to build (exit code 4).</exception>
    public void RequireSpace()
    {
        if (Remote?.Facts.FreeBytes is { } free and < EnginePreflight.LeastBytes)
        {
            throw new StrataException(ExitCode.Unreachable, new Problem(
                Host.Name, $"has {Bytes.Format(free)} free at {State}, and builds need at least {Bytes.Format(EnginePreflight.LeastBytes)}", "free some, for instance with './build.sh RemoteClean'"));
        }
    }

    /// <summary>Waits until no other client of the same user and owner builds on the host; until the place is closed none can. On this machine only calls that publish wait.</summary>
    /// <remarks>Two at once would give the same tags to their images, and each would publish what the other one built.</remarks>
    /// <exception cref="StrataException">The call would leave a build to the host, and one runs there (exit code 4).</exception>
    public async Task LockAsync(StrataSession session, CancellationToken cancellation)
    {
        // A build that was left to the host holds the lock itself, until its end.
        if (!await FindJobAsync(session, cancellation))
        {
            await LockBuildsAsync(session, cancellation);
        }
    }

    /// <summary>The same, whatever was left to the host.</summary>
    public async Task LockBuildsAsync(StrataSession session, CancellationToken cancellation)
    {
        if (_lock is not null)
        {
            return;
        }

        if (Remote is not null)
        {
            _lock = await HostLock.TakeAsync(Host, LockFile(session), Holder, OnWait, cancellation);
        }
        else if (PublishTargets.MovesNames(session))
        {
            Local.Create();
            _lock = await FileLock.TakeAsync(LockFile(session), "publishing", OnWait, cancellation);
        }

        void OnWait(string other) => ConsoleOutput.Progress.WriteLine($"waits   for {other}, who builds on {Host.Name}");
    }

    /// <summary>Lets others build on the host again.</summary>
    public async Task UnlockAsync()
    {
        if (Interlocked.Exchange(ref _lock, null) is { } held)
        {
            await held.DisposeAsync();
        }
    }

    /// <summary>The lock of the call's user and owner on the host; absolute.</summary>
    public string LockFile(StrataSession session) => $"{State}/locks/{Owner(session)}";

    /// <summary>The folder on the host of a build that is left to it; absolute.</summary>
    public string JobFolder(StrataSession session) => $"{State}/jobs/{RemoteTree.Project(session.Root)}-{Owner(session)}";

    // One call at a time takes a job up or puts another one in its place: the folder goes with what was read of it.
    private async Task<bool> FindJobAsync(StrataSession session, CancellationToken cancellation)
    {
        var isAttaching = RemoteSelection.IsAttaching(session);
        if (Remote is null || !isAttaching && !RemoteSelection.IsDetaching(session))
        {
            return false;
        }

        var folder = JobFolder(session);
        _jobLock ??= await HostLock.TakeAsync(
            Host, $"{folder}.lock", Holder, other => ConsoleOutput.Progress.WriteLine($"waits   for {other}, who takes up or leaves a build on {Host.Name}"), cancellation);
        var job = await new DetachedSolve(Host, folder).FindAsync(cancellation);
        if (!isAttaching && job is { Runs: true })
        {
            throw new StrataException(ExitCode.Unreachable, new Problem($"detached build on {Host.Name}", "one runs already", "see './build.sh Attach'"));
        }

        HasJob = isAttaching && job is not null;
        return HasJob && job!.Value.Runs;
    }

    private static string Holder => $"{Environment.UserName} on {Environment.MachineName}, process {Environment.ProcessId}";

    private static string Owner(StrataSession session) =>
        string.Concat((RegistrySelection.Prefix(session)?.Text ?? "local").Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await UnlockAsync();
        if (Interlocked.Exchange(ref _jobLock, null) is { } held)
        {
            await held.DisposeAsync();
        }

        await Host.DisposeAsync();
    }
}
