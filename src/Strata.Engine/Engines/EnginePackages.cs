using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Engine.Files;
using Strata.Engine.Hosts;

namespace Strata.Engine.Engines;

/// <summary>Brings the private engine's programs from Debian's packages into a folder, without installing anything.</summary>
internal sealed class EnginePackages(IBuildHost host, string folder, Action<string>? progress)
{
    private const string Marker = "versions.json";

    private string CurrentFile => Path.Combine(folder, "current");

    /// <summary>What was provisioned earlier; null when nothing was, or it is damaged.</summary>
    internal EngineInstallation? Find()
    {
        try
        {
            var place = Path.Combine(folder, File.ReadAllText(CurrentFile).Trim());
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(place, Marker)));
            var versions = json.RootElement.EnumerateObject().ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);
            var isWhole = EngineProgram.All.All(p => versions.ContainsKey(p.Package) && File.Exists(Path.Combine(place, "bin", p.Name)));
            return isWhole ? new EngineInstallation(place, versions) : null;
        }
        catch (Exception damaged) when (damaged is IOException or JsonException or InvalidOperationException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Provisions unless that was done already.</summary>
    /// <exception cref="StrataException">A package cannot be had or does not run here (exit code 4).</exception>
    internal async Task<EngineInstallation> EnsureAsync(CancellationToken cancellation)
    {
        if (Find() is { } ready)
        {
            return ready;
        }
        await using var gate = await FileLock.TakeAsync(
            folder + ".lock", "fetching the private engine", h => progress?.Invoke($"waiting for {h}"), cancellation).ConfigureAwait(false);
        return Find() ?? await ProvisionAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<EngineInstallation> ProvisionAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        foreach (var unfinished in Directory.GetDirectories(folder, ".new-*"))
        {
            Directory.Delete(unfinished, recursive: true);
        }
        var beside = Directory.CreateDirectory(Path.Combine(folder, ".new-" + Path.GetRandomFileName())).FullName;
        try
        {
            var archive = await DebianArchive.OpenAsync(host, Path.Combine(beside, "apt"), cancellation).ConfigureAwait(false);
            var versions = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            foreach (var programs in EngineProgram.All.GroupBy(p => p.Package))
            {
                versions[programs.Key] = await FetchAsync(archive, programs.Key, [.. programs], beside, cancellation).ConfigureAwait(false);
            }
            Directory.Delete(Path.Combine(beside, "apt"), recursive: true);
            var json = new JsonObject(versions.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value))).ToJsonString();
            await AtomicFile.WriteAsync(Path.Combine(beside, Marker), json, isPrivate: false, cancellation).ConfigureAwait(false);
            return await PublishAsync(beside, versions.ToImmutable(), json, cancellation).ConfigureAwait(false);
        }
        catch
        {
            Directory.Delete(beside, recursive: true);
            throw;
        }
    }

    private async Task<EngineInstallation> PublishAsync(string beside, ImmutableSortedDictionary<string, string> versions, string json, CancellationToken cancellation)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..8];
        var name = $"{SoftwareVersion.Find(versions["docker.io"])}-{hash}";
        var place = Path.Combine(folder, name);
        if (Directory.Exists(place))
        {
            Directory.Delete(place, recursive: true);
        }
        Directory.Move(beside, place);
        await AtomicFile.WriteAsync(CurrentFile, name + "\n", isPrivate: false, cancellation).ConfigureAwait(false);
        return new EngineInstallation(place, versions);
    }

    /// <summary>Takes the package from the first suite whose programs run here.</summary>
    private async Task<string> FetchAsync(
        DebianArchive archive, string name, ImmutableArray<EngineProgram> programs, string beside, CancellationToken cancellation)
    {
        var tried = new List<string>();
        foreach (var suiteName in archive.SuitesFor(programs[0].IsOwnSuiteFirst))
        {
            var (suite, failure) = await archive.SuiteAsync(suiteName, cancellation).ConfigureAwait(false);
            if (suite is null || await suite.FindAsync(name, cancellation).ConfigureAwait(false) is not { } package)
            {
                tried.Add(failure ?? $"{suiteName}: has no package '{name}'");
                continue;
            }
            if (programs[0].Minimum is { } minimum && SoftwareVersion.Find(package.Version) < minimum)
            {
                tried.Add($"{suiteName}: {name} {package.Version} is older than {minimum}");
                continue;
            }
            progress?.Invoke($"fetching the private engine: {name} {SoftwareVersion.Find(package.Version)} from {suiteName}, {SoftwareVersion.Bytes(package.Size)}");
            var target = Path.Combine(beside, name);
            await suite.UnpackAsync(package, target, cancellation).ConfigureAwait(false);
            if (await WhyNotAsync(programs, beside, cancellation).ConfigureAwait(false) is not { } reason)
            {
                return package.Version;
            }
            tried.Add($"{suiteName}: {name} {package.Version} does not run here: {reason}");
            Directory.Delete(target, recursive: true);
        }
        throw new StrataException(ExitCode.Unreachable, new Problem(
            "private engine", $"no suite of this machine's apt sources has a '{name}' that runs here",
            "check 'apt-get update', or install Docker with buildx and use '--engine docker'", string.Join('\n', tried)));
    }

    /// <summary>Links the programs into bin and runs each; null when all run, else what the failing one said.</summary>
    private async Task<string?> WhyNotAsync(ImmutableArray<EngineProgram> programs, string beside, CancellationToken cancellation)
    {
        var bin = Directory.CreateDirectory(Path.Combine(beside, "bin")).FullName;
        foreach (var program in programs)
        {
            var link = Path.Combine(bin, program.Name);
            File.Delete(link);
            var file = program.Places.FirstOrDefault(p => File.Exists(Path.Combine(beside, program.Package, p)));
            if (file is null)
            {
                return $"it has no {program.Name}";
            }
            File.CreateSymbolicLink(link, Path.Combine("..", program.Package, file));
            var output = await host.CaptureAsync(new Command(link, program.VersionWord), cancellation).ConfigureAwait(false);
            if (output.ExitCode != 0)
            {
                return output.LastLines(2) ?? $"exit code {output.ExitCode}";
            }
        }
        return null;
    }
}
