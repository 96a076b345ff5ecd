using System.Collections.Immutable;
using System.Text;
using Strata.Engine.Hosts;

namespace Strata.Engine.Engines;

/// <summary>The machine's own Debian archive: its mirrors, keyrings and options, but suites of our choice.</summary>
internal sealed class DebianArchive
{
    private const string Component = "main";

    // Newest first; a machine's own suite is added behind those that are newer than it.
    private static readonly ImmutableArray<string> DebianSuites = ["forky", "trixie", "bookworm"];
    private static readonly ImmutableArray<string> Aliases = ["stable", "oldstable", "testing", "unstable", "sid"];

    private readonly IBuildHost _host;
    private readonly string folder;
    private readonly string architecture;
    private readonly OperatingSystemRelease _release;
    private readonly ImmutableArray<AptSource> _sources;
    private readonly Dictionary<string, (AptSuite? Suite, string? Failure)> opened = new(StringComparer.Ordinal);

    private DebianArchive(IBuildHost host, string folder, string architecture, OperatingSystemRelease release, ImmutableArray<AptSource> sources)
    {
        _host = host;
        this.folder = folder;
        this.architecture = architecture;
        _release = release;
        _sources = sources;
    }

    /// <summary>Reads the machine's sources.</summary>
    /// <exception cref="StrataException">It has none that serve its own suite (exit code 4).</exception>
    internal static async Task<DebianArchive> OpenAsync(IBuildHost _host, string folder, CancellationToken cancellation)
    {
        var _release = await OperatingSystemRelease.ReadAsync(_host, cancellation).ConfigureAwait(false);
        var architecture = await _host.RequireAsync(new Command("dpkg", "--print-architecture"), cancellation).ConfigureAwait(false);
        var _sources = await ReadSourcesAsync(_host, cancellation).ConfigureAwait(false);
        var archive = new DebianArchive(_host, folder, architecture.Output.Trim(), _release, _sources);
        return archive.Bases.Any() ? archive : throw new StrataException(ExitCode.Unreachable, new Problem(
            "/etc/apt", $"no source serves the suite '{_release.Codename}' with the component '{Component}'", "add the distribution's archive to apt's sources"));
    }

    /// <summary>The suites to look into, in order.</summary>
    internal ImmutableArray<string> SuitesFor(bool ownFirst)
    {
        // The newer suites of a derivative are not known here.
        var newer = _release.Id == "debian" ? DebianSuites.TakeWhile(s => s != _release.Codename) : [];
        return ownFirst ? [_release.Codename, .. newer] : [.. newer, _release.Codename];
    }

    /// <summary>Opens a suite, once.</summary>
    internal async Task<(AptSuite? Suite, string? Failure)> SuiteAsync(string name, CancellationToken cancellation)
    {
        if (!opened.TryGetValue(name, out var answer))
        {
            opened[name] = answer = await OpenSuiteAsync(name, cancellation).ConfigureAwait(false);
        }
        return answer;
    }

    /// <summary>Sources of the distribution's own archive, the likeliest first: others too name their suites after Debian's.</summary>
    private IEnumerable<AptSource> Bases => _sources
        .Where(s => s.Components.Contains(Component) && s.Suites.Any(n => n == _release.Codename || Aliases.Contains(n)))
        .OrderByDescending(s => s.Options.GetValueOrDefault("Signed-By", "").Contains("debian-archive", StringComparison.Ordinal))
        .ThenByDescending(s => s.Uris[0].TrimEnd('/').EndsWith("/" + _release.Id, StringComparison.Ordinal));

    private async Task<(AptSuite? Suite, string? Failure)> OpenSuiteAsync(string name, CancellationToken cancellation)
    {
        var failures = new List<string>();
        foreach (var (wanted, index) in Bases.SelectMany(s => Choices(s, name)).Select((w, i) => (w, i)))
        {
            var place = Path.Combine(folder, $"{name}-{index}");
            var (suite, failure) = await AptSuite.OpenAsync(_host, place, name, architecture, wanted, cancellation).ConfigureAwait(false);
            if (suite is not null)
            {
                return (suite, null);
            }
            failures.Add($"{name}: {failure}");
        }
        return (null, string.Join('\n', failures));
    }

    /// <summary>What to ask a base for: of the machine's own suite the updates too, where they are served.</summary>
    private IEnumerable<ImmutableArray<AptSource>> Choices(AptSource source, string name)
    {
        if (name == _release.Codename)
        {
            yield return [source, .. _sources.Where(s => s != source && s.Options.SequenceEqual(source.Options) && s.Suites.All(IsUpdate))];
        }
        yield return [source with { Suites = [name], Components = [Component] }];
    }

    private bool IsUpdate(string suite) => suite == _release.Codename + "-updates" || suite == _release.Codename + "-security";

    private static async Task<ImmutableArray<AptSource>> ReadSourcesAsync(IBuildHost _host, CancellationToken cancellation)
    {
        var places = await _host.RequireAsync(
            new Command("apt-config", "shell", "LIST", "Dir::Etc::sourcelist/f", "PARTS", "Dir::Etc::sourceparts/d"), cancellation).ConfigureAwait(false);
        var values = places.Output.Split('\n').Select(l => l.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1].Trim('\''));
        var parts = values.GetValueOrDefault("PARTS", "/etc/apt/sources.list.d/");
        var files = Directory.Exists(parts) ? Directory.GetFiles(parts).Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        var _sources = ImmutableArray.CreateBuilder<AptSource>();
        foreach (var file in files.Prepend(values.GetValueOrDefault("LIST", "/etc/apt/sources.list")))
        {
            var isList = file.EndsWith(".list", StringComparison.Ordinal);
            if ((isList || file.EndsWith(".sources", StringComparison.Ordinal))
                && await _host.ReadFileAsync(file, cancellation).ConfigureAwait(false) is { } bytes)
            {
                var text = Encoding.UTF8.GetString(bytes);
                _sources.AddRange(isList ? AptSourceParser.ParseLines(text) : AptSourceParser.ParseStanzas(text));
            }
        }
        return _sources.ToImmutable();
    }
}
