using System.Collections.Immutable;
using Strata.Engine.Engines;

namespace Strata.Engine.Supplies;

/// <summary>Where a machine takes Debian's packages from, whatever suite it runs itself.</summary>
/// <param name="Archive">The archive of the suites proper.</param>
/// <param name="HasUpdates">The machine takes <c>-updates</c> suites too.</param>
/// <param name="Security">The archive of <c>-security</c> suites; null when the machine takes none.</param>
/// <param name="Keyring">The file of keys that the archive is signed by; null for apt's own.</param>
public sealed record DebianMirror(Uri Archive, bool HasUpdates, Uri? Security, string? Keyring)
{
    private static readonly ImmutableHashSet<string> Rolling = ["sid", "unstable", "experimental", "rc-buggy"];

    /// <summary>Finds Debian's own archive among all that a machine takes packages from; null when it takes none from Debian over HTTP.</summary>
    /// <param name="sources">The machine's sources.</param>
    /// <param name="codename">The suite that the machine runs, such as <c>bookworm</c>.</param>
    public static DebianMirror? Find(IReadOnlyCollection<AptSource> sources, string codename)
    {
        // Other vendors name their suites after Debian's as well (docker: bookworm stable), but have no component main, or
        // (elastic: stable main) no path that says debian and no key of Debian's.
        var usable = sources
            .Where(s => s.Components.Contains("main"))
            .SelectMany(s => s.Archives.Select(a => (a.Archive, a.Suite, s.Keyring)))
            .Where(s => s.Archive.Scheme is "http" or "https" && IsDebian(s.Archive, s.Keyring))
            .ToList();
        if (usable.FirstOrDefault(s => s.Suite == codename || s.Suite is "stable" or "testing" or "oldstable" || Rolling.Contains(s.Suite)) is not { Archive: not null } archive)
        {
            return null;
        }

        return new DebianMirror(
            archive.Archive,
            usable.Any(s => s.Suite == $"{archive.Suite}-updates"),
            usable.FirstOrDefault(s => s.Suite == $"{archive.Suite}-security").Archive,
            archive.Keyring);
    }

    /// <summary>The suites that are taken for a suite, each with its archive.</summary>
    public ImmutableArray<(string Suite, Uri Archive)> Suites(string suite)
    {
        var suites = ImmutableArray.CreateBuilder<(string, Uri)>();
        suites.Add((suite, Archive));
        if (HasUpdates && !Rolling.Contains(suite))
        {
            suites.Add(($"{suite}-updates", Archive));
        }

        if (Security is not null && !Rolling.Contains(suite))
        {
            suites.Add(($"{suite}-security", Security));
        }

        return suites.ToImmutable();
    }

    /// <summary>The lines of a <c>sources.list</c> for a suite at this mirror.</summary>
    public ImmutableArray<string> SourceLines(string suite) => [.. Suites(suite).Select(s => $"deb {s.Archive.AbsoluteUri} {s.Suite} main")];

    private static bool IsDebian(Uri archive, string? keyring) =>
        keyring?.Contains("debian-archive", StringComparison.Ordinal) == true || archive.AbsoluteUri.Contains("debian", StringComparison.OrdinalIgnoreCase);
}
