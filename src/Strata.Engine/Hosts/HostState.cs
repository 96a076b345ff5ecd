using System.Collections.Immutable;
using System.Globalization;

namespace Strata.Engine.Hosts;

/// <summary>What we keep on a host.</summary>
/// <param name="Bytes">Bytes on disk by what it is: <c>trees</c>, <c>supply</c>, <c>records</c>.</param>
/// <param name="Builders">Who builds there just now, by what they have locked.</param>
public sealed record HostState(ImmutableSortedDictionary<string, long> Bytes, ImmutableSortedDictionary<string, string> Builders)
{
    private const string Look =
        """
        cd "$1" 2>/dev/null || exit 0
        for d in trees incoming supply tools records; do
          if [ -d "$d" ]; then printf 'size %s %s\n' "$d" "$(du -sk "$d" 2>/dev/null | cut -f 1)"; fi
        done
        for l in locks/*.holder; do
          f=${l%.holder}
          if [ -f "$l" ] && ! flock -n "$f" true; then printf 'lock %s %s\n' "${f#locks/}" "$(cat "$l")"; fi
        done
        """;

    // Trees are moved away first: a build that begins meanwhile makes its own, and never reads half of one.
    private const string Delete =
        """
        cd "$1" 2>/dev/null || exit 0
        for l in locks/*; do
          case $l in *.holder) continue ;; esac
          if [ -f "$l" ] && ! flock -n "$l" true; then cat "$l.holder"; exit 75; fi
        done
        delete() {
          chmod -R u+rwX gone 2>/dev/null
          rm -rf --one-file-system gone
        }
        # What a call that was cut off has left there would be in the way.
        delete && mkdir gone || exit 1
        for d in trees incoming supply tools; do
          if [ -e "$d" ]; then mv "$d" gone/ || exit 1; fi
        done
        delete
        """;

    /// <summary>Looks.</summary>
    /// <param name="host">The host.</param>
    /// <param name="folder">The folder of our state there; absolute.</param>
    /// <param name="cancellation">Ends the look.</param>
    public static async Task<HostState> ReadAsync(IBuildHost host, string folder, CancellationToken cancellation)
    {
        var output = await host.RequireAsync(new Command("/bin/sh", "-c", Look, "strata", folder), cancellation).ConfigureAwait(false);
        var lines = output.Lines.Where(l => !l.IsError).Select(l => l.Text.Split(' ', 3)).Where(w => w.Length == 3).ToImmutableArray();
        return new HostState(
            lines.Where(w => w[0] == "size").ToImmutableSortedDictionary(w => w[1], w => long.TryParse(w[2], NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : 0, StringComparer.Ordinal),
            lines.Where(w => w[0] == "lock").ToImmutableSortedDictionary(w => w[1], w => w[2], StringComparer.Ordinal));
    }

    /// <summary>Deletes trees and Debian roots; what is remembered of images stays, as these do.</summary>
    /// <param name="host">The host.</param>
    /// <param name="folder">The folder of our state there; absolute.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StrataException">Somebody builds there, or something cannot be deleted (exit code 4).</exception>
    public static async Task CleanAsync(IBuildHost host, string folder, CancellationToken cancellation)
    {
        const int busy = 75;
        var output = await host.CaptureAsync(new Command("/bin/sh", "-c", Delete, "strata", folder), cancellation).ConfigureAwait(false);
        if (output.ExitCode != 0)
        {
            throw new StrataException(ExitCode.Unreachable, output.ExitCode == busy
                ? new Problem(host.Name, $"{output.Output.Trim()} builds there just now", "wait for its end")
                : new Problem(host.Name, $"'{folder}' cannot be cleaned", null, output.LastLines(3)));
        }
    }
}
