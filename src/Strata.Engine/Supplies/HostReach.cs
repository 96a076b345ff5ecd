using System.Globalization;
using Strata.Engine.Hosts;

namespace Strata.Engine.Supplies;

/// <summary>Asks web addresses from a host, with whatever program it has for that.</summary>
/// <param name="host">The host.</param>
public sealed class HostReach(IBuildHost host)
{
    private const string Script =
        """
        if command -v curl >/dev/null; then curl -s -o /dev/null --max-time "$2" -w '%{http_code}\n' "$1"
        elif command -v wget >/dev/null; then wget -q -S -O /dev/null -T "$2" -t 1 "$1" 2>&1 | sed -n 's,^ *HTTP/[^ ]* \([0-9]*\).*,\1,p' | tail -n 1
        else echo none; fi
        """;

    /// <summary>Null when the address answers with 200 or 401, else what users read behind its name.</summary>
    /// <exception cref="StrataException">The host was lost (exit code 4).</exception>
    public async Task<string?> SilenceAsync(Uri address, TimeSpan patience, CancellationToken cancellation)
    {
        var seconds = ((int)Math.Ceiling(patience.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var output = await host.CaptureAsync(new Command("/bin/sh", "-c", Script, "strata", address.AbsoluteUri, seconds), cancellation).ConfigureAwait(false);
        return output.Output.Trim() switch
        {
            "200" or "401" => null,
            "none" => $"cannot be asked from {host.Name}, which has neither curl nor wget",
            "" or "000" => $"does not answer {host.Name}",
            var code => $"answers {code} to {host.Name}",
        };
    }
}
