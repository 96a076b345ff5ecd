using System.Globalization;
using System.Text;
using Strata.Engine.Hosts;

namespace Strata.Engine.Records;

/// <summary>The records of a host's images, kept on that host so that all its clients share them, with a copy on this machine for <see cref="RecordLog"/>.</summary>
/// <param name="host">The host.</param>
/// <param name="hostDirectory">The folder of the files there; absolute.</param>
/// <param name="directory">The folder of the copy here; absolute.</param>
public sealed class HostRecords(IBuildHost host, string hostDirectory, string directory)
{
    // A file at a time: its name and size on a line, then its bytes. It is read once, as others may put a shorter one in its place, and with a character
    // behind it, as the shell drops line ends there.
    private const string Read =
        """
        cd "$1" 2>/dev/null || exit 0
        shift
        LC_ALL=C
        for f; do
          if [ -f "$f.jsonl" ]; then all=$(cat "$f.jsonl"; echo .); printf '%s %d\n%s' "$f" $((${#all} - 1)) "${all%.}"; fi
        done
        """;

    private const string Append =
        """
        mkdir -p "$1" && cd "$1" && exec 9>.lock || exit 1
        flock 9 2>/dev/null
        [ ! -s "$2.jsonl" ] || [ -z "$(tail -c 1 "$2.jsonl")" ] || echo >>"$2.jsonl"
        cat >>"$2.jsonl" || exit 1
        if [ "$(wc -l <"$2.jsonl")" -gt 128 ]; then tail -n 32 "$2.jsonl" >"$2.new" && mv -f "$2.new" "$2.jsonl"; fi
        """;

    /// <summary>Brings the copy of some images up to date: one command.</summary>
    /// <exception cref="StrataException">The host was lost (exit code 4).</exception>
    public async Task FetchAsync(IReadOnlyCollection<string> images, CancellationToken cancellation)
    {
        using var answer = new MemoryStream();
        var command = new Command("/bin/sh", ["-c", Read, "strata", hostDirectory, .. images]) { ReadOutput = (stream, token) => stream.CopyToAsync(answer, token) };
        await host.RunAsync(command, null, cancellation).ConfigureAwait(false);
        var content = answer.ToArray().AsMemory();
        var missing = images.ToHashSet(StringComparer.Ordinal);
        for (int end; (end = content.Span.IndexOf((byte)'\n')) >= 0;)
        {
            var title = Encoding.UTF8.GetString(content.Span[..end]).Split(' ');
            var size = title.Length == 2 && int.TryParse(title[1], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : -1;
            if (size < 0 || size > content.Length - end - 1 || !missing.Remove(title[0]))
            {
                break;
            }

            await AtomicFile.WriteAsync(PathOf(title[0]), content.Slice(end + 1, size), isPrivate: false, cancellation).ConfigureAwait(false);
            content = content[(end + 1 + size)..];
        }

        foreach (var image in missing)
        {
            // A host that was cleaned has nothing any more that could be reused.
            File.Delete(PathOf(image));
        }
    }

    /// <summary>Adds a line to an image's file on the host.</summary>
    /// <exception cref="StrataException">It cannot be written, or the host was lost (exit code 4).</exception>
    public Task AppendAsync(string image, ReadOnlyMemory<byte> line, CancellationToken cancellation) => host.RequireAsync(
        new Command("/bin/sh", "-c", Append, "strata", hostDirectory, image) { WriteInput = (stream, token) => stream.WriteAsync(line, token).AsTask() }, cancellation);

    private string PathOf(string image)
    {
        Directory.CreateDirectory(directory);
        return Path.Combine(directory, image + ".jsonl");
    }
}
