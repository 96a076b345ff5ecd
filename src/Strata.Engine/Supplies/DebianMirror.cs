using System.Collections.Immutable;

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
        var usable = sources.Where(s => s.Uri.Scheme is "http" or "https" && s.Components.Contains("main")).ToList();
        var archive = usable
            .Where(s => s.Suite == codename || s.Suite is "stable" or "testing" or "oldstable" || Rolling.Contains(s.Suite))
            .Where(IsDebian)
            .FirstOrDefault();
        if (archive is null)
        {
            return null;
        }

        return new DebianMirror(
            archive.Uri,
            usable.Any(s => s.Suite == $"{archive.Suite}-updates" && IsDebian(s)),
            usable.FirstOrDefault(s => s.Suite == $"{archive.Suite}-security" && IsDebian(s))?.Uri,
            archive.Keyring);
    }

    /// <summary>The lines of a <c>sources.list</c> for a suite at this mirror.</summary>
    public ImmutableArray<string> SourceLines(string suite)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add($"deb {Archive.AbsoluteUri} {suite} main");
        if (HasUpdates && !Rolling.Contains(suite))
        {
            lines.Add($"deb {Archive.AbsoluteUri} {suite}-updates main");
        }

        if (Security is not null && !Rolling.Contains(suite))
        {
            lines.Add($"deb {Security.AbsoluteUri} {suite}-security main");
        }

        return lines.ToImmutable();
    }

    private static bool IsDebian(AptSource source) =>
        source.Keyring?.Contains("debian-archive", StringComparison.Ordinal) == true
        || source.Uri.AbsoluteUri.Contains("debian", StringComparison.OrdinalIgnoreCase);
}
