using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;

namespace Strata.Engine.Supplies;

/// <summary>What the Debian supply has to know of a host: its architecture, its mirror, and how its apt reaches that.</summary>
/// <param name="Architecture">dpkg's word, such as <c>amd64</c>.</param>
/// <param name="Mirror">Where it takes Debian's packages from.</param>
/// <param name="AptOptions">Settings without which its apt may not reach or accept the mirror, such as a proxy; lines of an <c>apt.conf</c>.</param>
public sealed partial record DebianMachine(string Architecture, DebianMirror Mirror, ImmutableArray<string> AptOptions)
{
    // Sections are separated by a line that no file of apt's can hold: it would be neither a comment nor a source.
    private const string Mark = "\u0001";

    private const string Script =
        """
        command -v apt-get >/dev/null && command -v dpkg >/dev/null || exit 0
        dpkg --print-architecture
        printf '\001os\n'; cat /etc/os-release 2>/dev/null
        printf '\001apt\n'; apt-config dump
        for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
          if [ -f "$f" ]; then printf '\001list\n'; cat "$f"; echo; fi
        done
        for f in /etc/apt/sources.list.d/*.sources; do
          if [ -f "$f" ]; then printf '\001deb822\n'; cat "$f"; echo; fi
        done
        exit 0
        """;

    /// <summary>Asks a host; null when it is no Debian, or takes no packages from Debian over HTTP.</summary>
    public static async Task<DebianMachine?> FindAsync(IBuildHost host, CancellationToken cancellation)
    {
        var answer = await host.CaptureAsync(new Command("sh", "-c", Script), cancellation).ConfigureAwait(false);
        return answer.ExitCode == 0 ? Parse(answer.Output) : null;
    }

    /// <summary>Asks a host that has to be a Debian.</summary>
    /// <exception cref="StrataException">It is none, or takes no packages from Debian over HTTP (exit code 4).</exception>
    public static async Task<DebianMachine> RequireAsync(IBuildHost host, CancellationToken cancellation) =>
        await FindAsync(host, cancellation).ConfigureAwait(false) ?? throw new StrataException(ExitCode.Unreachable, new Problem(
            "supply debian", $"{host.Name} has no apt source of Debian over http or https", "build on a Debian machine, or with --Supply Hub"));

    private static DebianMachine? Parse(string text)
    {
        var architecture = "";
        var codename = "";
        ImmutableArray<string> options = [];
        var sources = new List<AptSource>();
        foreach (var section in text.Split(Mark))
        {
            var (kind, body) = section.Split('\n', 2) is [var first, var rest] ? (first, rest) : (section, "");
            switch (kind)
            {
                case "os":
                    codename = Codename().Match(body).Groups[1].Value;
                    break;
                case "apt":
                    options = [.. body.Split('\n').Where(IsCarried)];
                    break;
                case "list":
                    sources.AddRange(AptSourceParser.ParseLines(body));
                    break;
                case "deb822":
                    sources.AddRange(AptSourceParser.ParseStanzas(body));
                    break;
                default:
                    architecture = kind.Trim();
                    break;
            }
        }

        return architecture.Length > 0 && DebianMirror.Find(sources, codename) is { } mirror ? new DebianMachine(architecture, mirror, options) : null;
    }

    // A proxy's password would end in the image, so such a proxy is not carried.
    private static bool IsCarried(string line) => CarriedOption().IsMatch(line) && !line.Contains('@');

    [GeneratedRegex("""^VERSION_CODENAME="?([a-z]+)"?\s*$""", RegexOptions.Multiline)]
    private static partial Regex Codename();

    [GeneratedRegex("""^Acquire::(?:Check-Valid-Until|Check-Date|https?::Proxy(?:::[^ ]+)?) ".+";$""", RegexOptions.IgnoreCase)]
    private static partial Regex CarriedOption();
}
