using System.Collections.Immutable;
using System.Globalization;
using Strata.Engine.Hosts;

namespace Strata.Engine.Engines;

/// <summary>One suite of the machine's archive with lists and cache of its own: nothing of the machine's apt state is changed.</summary>
/// <remarks>apt checks signatures as it always does, with the keyrings that the machine's source names, behind the machine's proxies.</remarks>
internal sealed class AptSuite
{
    private readonly IBuildHost _host;
    private readonly string folder;

    private AptSuite(IBuildHost host, string folder, string name)
    {
        _host = host;
        this.folder = folder;
        Name = name;
    }

    /// <summary>The suite, such as <c>forky</c>.</summary>
    internal string Name { get; }

    /// <summary>Fetches the suite's package lists.</summary>
    /// <returns>The suite; or null and apt's own words when the archive does not serve it or its signature does not hold.</returns>
    internal static async Task<(AptSuite? Suite, string? Failure)> OpenAsync(
        IBuildHost _host, string folder, string name, string architecture, IEnumerable<AptSource> sources, CancellationToken cancellation)
    {
        var suite = new AptSuite(_host, folder, name);
        await suite.ConfigureAsync(architecture, sources, cancellation).ConfigureAwait(false);
        var update = await _host.CaptureAsync(suite.Apt("update", "-q"), cancellation).ConfigureAwait(false);
        if (update.ExitCode == 0)
        {
            return (suite, null);
        }
        var words = update.Lines.Where(l => l.Text.StartsWith("E:", StringComparison.Ordinal) || l.Text.StartsWith("Err:", StringComparison.Ordinal));
        return (null, string.Join('\n', words.Select(l => l.Text).Take(4)));
    }

    /// <summary>The package that the suite offers; null when it has none of that name.</summary>
    internal async Task<AptPackage?> FindAsync(string package, CancellationToken cancellation)
    {
        var output = await _host.CaptureAsync(Apt("download", "--print-uris", package), cancellation).ConfigureAwait(false);
        // 'http://...' name_version_arch.deb size SHA256:...
        var words = output.Lines.Select(l => l.Text).LastOrDefault(l => l.StartsWith('\''))?.Split(' ');
        if (output.ExitCode != 0 || words is not { Length: >= 3 })
        {
            return null;
        }
        var version = Uri.UnescapeDataString(words[1].Split('_')[1]);
        return new AptPackage(package, version, long.Parse(words[2], CultureInfo.InvariantCulture), Name);
    }

    /// <summary>Downloads the package and unpacks its files into a folder of the disk.</summary>
    internal async Task UnpackAsync(AptPackage package, string target, CancellationToken cancellation)
    {
        var debs = Directory.CreateDirectory(Path.Combine(folder, "debs", package.Name)).FullName;
        await _host.RequireAsync(Apt("download", "-q", $"{package.Name}={package.Version}") with { WorkingDirectory = debs }, cancellation).ConfigureAwait(false);
        var deb = Directory.GetFiles(debs, "*.deb").Single();
        Directory.CreateDirectory(target);
        await _host.RequireAsync(new Command("dpkg-deb", "-x", deb, target), cancellation).ConfigureAwait(false);
        File.Delete(deb);
    }

    private async Task ConfigureAsync(string architecture, IEnumerable<AptSource> sources, CancellationToken cancellation)
    {
        foreach (var part in new[] { "lists/partial", "cache/archives/partial", "sources" })
        {
            Directory.CreateDirectory(Path.Combine(folder, part));
        }
        await Write(Path.Combine(folder, "sources", "strata.sources"), string.Join('\n', sources.Select(s => s.ToStanza(architecture)))).ConfigureAwait(false);
        // Read after the machine's own apt.conf. Hooks of the machine would refresh its own caches, and what is installed
        // or pinned there says nothing about what runs from our folder. Images of Debian switch apt's caches off, which
        // would have it read all lists anew for each package. The folder is closed to apt's sandbox user.
        await Write(Path.Combine(folder, "apt.conf"), $"""
            #clear APT::Update::Pre-Invoke;
            #clear APT::Update::Post-Invoke;
            #clear APT::Update::Post-Invoke-Success;
            #clear APT::Default-Release;
            Dir::Etc::SourceList "/dev/null";
            Dir::Etc::SourceParts "{folder}/sources";
            Dir::Etc::Preferences "/dev/null";
            Dir::Etc::PreferencesParts "/dev/null";
            Dir::State::Lists "{folder}/lists";
            Dir::State::status "/dev/null";
            Dir::Cache "{folder}/cache";
            Dir::Cache::pkgcache "pkgcache.bin";
            Dir::Cache::srcpkgcache "srcpkgcache.bin";
            APT::Sandbox::User "root";
            APT::Architecture "{architecture}";
            Acquire::Languages "none";
            Acquire::GzipIndexes "false";
            Acquire::Retries "2";
            APT::Update::Error-Mode "any";
            Dpkg::Use-Pty "false";

            """).ConfigureAwait(false);

        Task Write(string path, string text) => AtomicFile.WriteAsync(path, text, isPrivate: true, cancellation);
    }

    private Command Apt(params ImmutableArray<string> words) => new("apt-get", ["-c", Path.Combine(folder, "apt.conf"), .. words])
    {
        Environment = ImmutableDictionary<string, string?>.Empty.Add("LC_ALL", "C"),
    };
}
