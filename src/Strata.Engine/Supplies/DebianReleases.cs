using System.Collections.Immutable;
using Strata.Engine.Hosts;
using Strata.Oci;

namespace Strata.Engine.Supplies;

/// <summary>Looks up what a Debian archive holds now: the signed list of each suite, fetched by the machine's own apt, behind its proxies.</summary>
internal static class DebianReleases
{
    private const string Script =
        """
        set -eu
        keyring=$1
        shift
        dir=$(mktemp -d)
        trap 'rm -rf "$dir"' EXIT
        [ -n "$keyring" ] || keyring=/usr/share/keyrings/debian-archive-keyring.gpg
        while [ $# -gt 0 ]; do
          rm -f "$dir/InRelease"
          /usr/lib/apt/apt-helper -o APT::Sandbox::User=root -qq download-file "${2%/}/dists/$1/InRelease" "$dir/InRelease" >&2
          if command -v gpgv >/dev/null && [ -s "$keyring" ]; then
            # Signed by several keys, of which we need not know all; but one has to be good, and none bad.
            gpgv --status-fd 3 --keyring "$keyring" "$dir/InRelease" 3>"$dir/status" >/dev/null 2>&1 || true
            if grep -q BADSIG "$dir/status" || ! grep -q VALIDSIG "$dir/status"; then echo "the signature of $1 does not hold" >&2; exit 1; fi
          fi
          echo "release $1 $(sha256sum <"$dir/InRelease" | cut -c1-64)"
          shift 2
        done
        """;

    /// <summary>Hashes of the signed lists by suite.</summary>
    /// <exception cref="StrataException">The host is no Debian, or its archive does not serve the suite (exit code 4).</exception>
    public static async Task<ImmutableSortedDictionary<string, Digest>> ReadAsync(IBuildHost host, string suite, CancellationToken cancellation)
    {
        var machine = await DebianMachine.RequireAsync(host, cancellation).ConfigureAwait(false);
        var arguments = machine.Mirror.Suites(suite).SelectMany(s => new[] { s.Suite, s.Archive.AbsoluteUri });
        var output = await host.CaptureAsync(new Command("sh", ["-c", Script, "strata", machine.Mirror.Keyring ?? "", .. arguments]), cancellation).ConfigureAwait(false);
        if (output.ExitCode != 0)
        {
            throw new StrataException(ExitCode.Unreachable, new Problem(
                $"debian suite '{suite}'", $"the archive of {host.Name} does not give its signed list", "look at the apt sources of that machine", output.LastLines(4)));
        }

        return output.Output.Split('\n')
            .Select(l => l.Split(' '))
            .Where(w => w is ["release", _, _])
            .ToImmutableSortedDictionary(w => w[1], w => Digest.Parse($"sha256:{w[2]}"), StringComparer.Ordinal);
    }
}
