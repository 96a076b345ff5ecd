using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>Where a call builds: this machine, or one over SSH, with the folders that it has there.</summary>
internal sealed class BuildPlace : IAsyncDisposable
{
    private const long LeastBytes = 1_000_000_000;

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

    /// <summary>Opens the place of a call: connects where it is another machine.</summary>
    /// <exception cref="StrataException">The host cannot be reached or used (exit code 4).</exception>
    public static async Task<BuildPlace> OpenAsync(StrataSession session, CancellationToken cancellation)
    {
        var local = StateDirectory.Locate(Environment.GetEnvironmentVariable);
        if (RemoteSelection.Target(session) is not { } target)
        {
            return new BuildPlace(new LocalHost(), local, local.Root, local.Combine("runs"));
        }

        var host = await SshHost.ConnectAsync(target, RemoteSelection.Options(session), cancellation);
        try
        {
            Check(host);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        var engine = (session.Build as IHazRemoteHost)?.BuildHostEngine;
        return new BuildPlace(host, local, host.Facts.State, $"{host.Facts.Run}/runs")
        {
            EngineVariables = engine is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add("DOCKER_HOST", engine),
        };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private static void Check(SshHost host)
    {
        if (host.Facts.System != "Linux")
        {
            throw new StrataException(ExitCode.Unreachable, new Problem(host.Name, $"runs {host.Facts.System}, and builds need Linux", "name a Linux machine"));
        }

        if (host.Facts.FreeBytes is { } free && free < LeastBytes)
        {
            throw new StrataException(ExitCode.Unreachable, new Problem(
                host.Name, $"has {Bytes.Format(free)} free at {host.Facts.State}, and builds need at least {Bytes.Format(LeastBytes)}", "free some: './build.sh RemoteClean --remote', 'docker buildx prune'"));
        }
    }
}
