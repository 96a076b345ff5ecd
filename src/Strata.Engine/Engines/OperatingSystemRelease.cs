using System.Collections.Immutable;
using System.Text;
using Strata.Engine.Hosts;

namespace Strata.Engine.Engines;

/// <summary>Which distribution a host runs, from its <c>/etc/os-release</c>.</summary>
/// <param name="Id">Such as <c>debian</c> or <c>ubuntu</c>; empty where it cannot be told.</param>
/// <param name="Like">Distributions that it derives from.</param>
/// <param name="Codename">Such as <c>bookworm</c>; empty when it has none.</param>
/// <param name="Name">What people read, such as <c>Debian GNU/Linux 12 (bookworm)</c>.</param>
public sealed record OperatingSystemRelease(string Id, ImmutableArray<string> Like, string Codename, string Name)
{
    /// <summary>It is Debian or derives from it.</summary>
    public bool IsDebian => Id == "debian" || Like.Contains("debian");

    /// <summary>Reads a host's release.</summary>
    public static async Task<OperatingSystemRelease> ReadAsync(IBuildHost host, CancellationToken cancellation)
    {
        var bytes = await host.ReadFileAsync("/etc/os-release", cancellation).ConfigureAwait(false);
        return Parse(bytes is null ? "" : Encoding.UTF8.GetString(bytes));
    }

    /// <summary>Reads the text of an <c>os-release</c> file.</summary>
    public static OperatingSystemRelease Parse(string text)
    {
        var fields = text.Split('\n')
            .Select(l => l.Trim().Split('=', 2)).Where(p => p.Length == 2 && !p[0].StartsWith('#'))
            .GroupBy(p => p[0]).ToDictionary(g => g.Key, g => g.Last()[1].Trim('"', '\''), StringComparer.Ordinal);
        var id = fields.GetValueOrDefault("ID", "");
        return new OperatingSystemRelease(
            id,
            [.. fields.GetValueOrDefault("ID_LIKE", "").Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            fields.GetValueOrDefault("VERSION_CODENAME", ""),
            fields.GetValueOrDefault("PRETTY_NAME", id.Length > 0 ? id : System.Runtime.InteropServices.RuntimeInformation.OSDescription));
    }
}
