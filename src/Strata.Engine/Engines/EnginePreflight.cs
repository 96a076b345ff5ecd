using System.Collections.Immutable;
using System.Globalization;
using Strata.Engine.Hosts;
using Strata.Graph;
using Strata.Oci;

namespace Strata.Engine.Engines;

/// <summary>Finds out before a build what would make it fail late: an engine of another architecture, or one whose disk is full.</summary>
/// <param name="host">Where the docker client runs.</param>
/// <param name="engine">The engine.</param>
public sealed class EnginePreflight(IBuildHost host, EngineConnection engine)
{
    /// <summary>What has to be free where the engine keeps its images; in bytes.</summary>
    public const long LeastBytes = 1_000_000_000;

    // The engine's folder may be on a machine that is not the client's: then nothing is said.
    private const string Free =
        """
        d=$("$1" info --format '{{.DockerRootDir}}' 2>/dev/null) && [ -d "$d" ] || exit 0
        printf '%s %s\n' "$(df -Pk "$d" | awk 'NR == 2 { print $4 }')" "$d"
        """;

    /// <summary>The platform to ask the engine for; null for its own, which is the wanted one.</summary>
    /// <param name="wanted">What images are made for.</param>
    /// <param name="supply">Where upstream bytes come from.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="StrataException">The engine is of another architecture, and cannot run the wanted one's programs (exit code 4).</exception>
    public async Task<Platform?> FindPlatformAsync(Platform wanted, Supply supply, CancellationToken cancellation)
    {
        if (!Platform.TryParse(engine.Platform, out var own) || (own.Os, own.Architecture) == (wanted.Os, wanted.Architecture))
        {
            return null;
        }

        if (supply == Supply.Debian)
        {
            throw Refused(own, wanted, "the debian supply makes root file systems of the host's own architecture", $"name a machine of {wanted} with --remote");
        }

        // BuildKit lists what the kernel's binfmt_misc has an interpreter for.
        var inspected = await host.CaptureAsync(engine.BuildxCommand(["inspect", .. engine.Builder is { } builder ? ImmutableArray.Create(builder) : []]), cancellation).ConfigureAwait(false);
        var runs = inspected.Lines.Select(l => l.Text.Split(':', 2)).Where(f => f.Length == 2 && f[0].Trim() == "Platforms").SelectMany(f => f[1].Split(',')).Select(p => p.Trim().TrimEnd('*'));
        return runs.Any(r => Platform.TryParse(r, out var one) && (one.Os, one.Architecture) == (wanted.Os, wanted.Architecture))
            ? wanted
            : throw Refused(own, wanted, "there is no emulator for it (binfmt_misc)", $"name a machine of {wanted} with --remote, or install qemu-user-static and binfmt-support there");
    }

    /// <summary>Asks for the space that is free where the engine keeps its images.</summary>
    /// <exception cref="StrataException">It is too little (exit code 4).</exception>
    public async Task RequireSpaceAsync(CancellationToken cancellation)
    {
        var output = await host.CaptureAsync(new Command("/bin/sh", "-c", Free, "strata", engine.Docker) { Environment = engine.Environment }, cancellation).ConfigureAwait(false);
        if (output.Output.Split('\n')[0].Split(' ', 2) is [var kilobytes, var folder] && long.TryParse(kilobytes, NumberStyles.None, CultureInfo.InvariantCulture, out var free) && free * 1024 < LeastBytes)
        {
            throw new StrataException(ExitCode.Unreachable, new Problem(
                $"docker on {host.Name}", string.Create(CultureInfo.InvariantCulture, $"has {free * 1024 / 1_000_000} MB free at {folder}, and builds need at least {LeastBytes / 1_000_000} MB"),
                "free some, for instance with 'docker system prune' there"));
        }
    }

    private StrataException Refused(Platform own, Platform wanted, string why, string next) => new(ExitCode.Unreachable, new Problem(
        $"docker on {host.Name}", $"builds for {own}, and images are made for {wanted}: {why}", next));
}
