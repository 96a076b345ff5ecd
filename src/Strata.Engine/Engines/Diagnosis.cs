using System.Collections.Immutable;
using Strata.Engine.Hosts;

namespace Strata.Engine.Engines;

/// <summary>Looks at all that a build needs of a host, and says what is missing; changes nothing.</summary>
/// <param name="host">Where builds run.</param>
/// <param name="privateEngine">The host's private engine; null where it can have none.</param>
/// <param name="dataFolder">A folder of this machine on the disk that fills up; need not exist.</param>
/// <param name="more">Checks of other rooms, shown behind ours.</param>
public sealed class Diagnosis(
    IBuildHost host, PrivateEngine? privateEngine, string dataFolder, params ImmutableArray<Func<CancellationToken, Task<DiagnosisCheck>>> more)
{
    private const long ScarceBytes = 10_000_000_000;
    private const long TooFewBytes = 2_000_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs all checks, in the order in which people read them.</summary>
    public async Task<ImmutableArray<DiagnosisCheck>> RunAsync(CancellationToken cancellation)
    {
        var release = await OperatingSystemRelease.ReadAsync(host, cancellation).ConfigureAwait(false);
        var checks = ImmutableArray.CreateBuilder<DiagnosisCheck>();
        checks.Add(await ProgramAsync("dotnet", "see https://dot.net/download", cancellation).ConfigureAwait(false));
        checks.Add(await ProgramAsync("git", InstallAdvice.Package(release, "git"), cancellation).ConfigureAwait(false));

        var probe = await new DockerEngine(host).ProbeAsync(null, Patience, cancellation).ConfigureAwait(false);
        var obstacle = privateEngine is null ? $"it runs on this machine only, not on {host.Name}" : await privateEngine.ObstacleAsync(cancellation).ConfigureAwait(false);
        checks.AddRange(Docker(probe, obstacle is null, InstallAdvice.Docker(release)));
        checks.Add(await PrivateAsync(obstacle, cancellation).ConfigureAwait(false));
        checks.Add(Disk());
        foreach (var check in more)
        {
            checks.Add(await check(cancellation).ConfigureAwait(false));
        }
        return checks.ToImmutable();
    }

    private async Task<DiagnosisCheck> ProgramAsync(string name, string fix, CancellationToken cancellation)
    {
        try
        {
            var output = await host.CaptureAsync(new Command(name, "--version"), cancellation).ConfigureAwait(false);
            return output.ExitCode == 0
                ? new DiagnosisCheck(name, CheckState.Ok, SoftwareVersion.Find(output.Output)?.ToString() ?? "present")
                : new DiagnosisCheck(name, CheckState.Warning, output.LastLines(1) ?? $"exits with code {output.ExitCode}", fix);
        }
        catch (StrataException missing) when (missing.ExitCode == ExitCode.Unreachable)
        {
            return new DiagnosisCheck(name, CheckState.Warning, "not on PATH", fix);
        }
    }

    private static IEnumerable<DiagnosisCheck> Docker(DockerProbe probe, bool privateIsPossible, string fix)
    {
        var bad = privateIsPossible ? CheckState.Warning : CheckState.Failed;
        yield return probe.ClientVersion is { } client
            ? new DiagnosisCheck("docker client", CheckState.Ok, client)
            : new DiagnosisCheck("docker client", bad, "not found", fix);
        yield return probe.BuildxVersion is { } buildx && Version.Parse(buildx) >= EngineVersions.MinimumBuildx
            ? new DiagnosisCheck("buildx", CheckState.Ok, buildx)
            : new DiagnosisCheck("buildx", bad, probe.BuildxVersion is null ? "not found" : $"{probe.BuildxVersion}, {EngineVersions.MinimumBuildx} or later is needed", fix);
        yield return probe.Connection is { } engine
            ? new DiagnosisCheck("docker engine", CheckState.Ok, $"{engine.Version}, {engine.Platform}")
            : new DiagnosisCheck("docker engine", bad, probe.Problem!.What, probe.Problem.Next ?? fix);
    }

    private async Task<DiagnosisCheck> PrivateAsync(string? obstacle, CancellationToken cancellation)
    {
        const string name = "private engine";
        if (obstacle is not null)
        {
            return new DiagnosisCheck(name, CheckState.Warning, obstacle);
        }
        var status = await privateEngine!.StatusAsync(cancellation).ConfigureAwait(false);
        var detail = status switch
        {
            { Answers: true } => $"{status.Version} runs as process {status.ProcessId}, {SoftwareVersion.Bytes(status.DiskBytes)} in {status.Folder}",
            { ProcessId: { } pid } => $"process {pid} does not answer; the next build restarts it",
            { Version: { } version } => $"{version} is there and starts with the next build, {SoftwareVersion.Bytes(status.DiskBytes)} in {status.Folder}",
            _ => "possible; fetched by the first build",
        };
        return new DiagnosisCheck(name, status is { ProcessId: not null, Answers: false } ? CheckState.Warning : CheckState.Ok, detail);
    }

    private DiagnosisCheck Disk()
    {
        var folder = Path.GetFullPath(dataFolder);
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }
        var free = new DriveInfo(folder).AvailableFreeSpace;
        var state = free < TooFewBytes ? CheckState.Failed : free < ScarceBytes ? CheckState.Warning : CheckState.Ok;
        return new DiagnosisCheck("disk", state, $"{SoftwareVersion.Bytes(free)} free at {folder}", state == CheckState.Ok ? null : "docker system prune, or './build.sh CleanEngine'");
    }
}
