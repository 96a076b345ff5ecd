using System.Globalization;
using Strata.Engine.Hosts;

namespace Strata.Engine.Sync;

/// <summary>Runs the sync's scripts on a host, for one root and project.</summary>
/// <param name="host">The host.</param>
/// <param name="root">Our folder on it.</param>
/// <param name="project">Whose trees they are.</param>
internal sealed class SyncHost(IBuildHost host, string root, string project)
{
    // Below, linking all anew is quick.
    private const int SpareFrom = 2000;

    // Bytes. Below, openssl takes longer to start than sha256sum to end.
    private const long MuchToHash = 2_000_000;

    // Trees are hashed again on the first use of a day; one sync has one day, also at midnight.
    private readonly string _day = DateTime.UtcNow.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>How many commands were run.</summary>
    public int RoundTrips { get; private set; }

    /// <summary>Starts a command that looks after a tree there, and then does what it is told.</summary>
    /// <param name="base">The digest of the tree that the wanted one will be made from; null for none.</param>
    /// <param name="cancellation">Ends the command.</param>
    public SyncCall Begin(string? @base, CancellationToken cancellation)
    {
        RoundTrips++;
        return new SyncCall(host, Script(HostScripts.Begin, [NewName(), @base ?? "-"]), @base, cancellation);
    }

    /// <summary>Where our folder is when a tree is whole there; null when it is not.</summary>
    public async Task<string?> ReuseAsync(SyncCall call, string digest)
    {
        var order = SyncStream.Script(HostScripts.Reuse(digest), Compression.None);
        var (_, output, _) = await call.EndAsync((to, token) => to.WriteAsync(order, token).AsTask()).ConfigureAwait(false);
        return Answer(output, digest);
    }

    /// <summary>What is there that the tree can be made from.</summary>
    /// <exception cref="StrataException">The host lacks a program, or our folder cannot be made (exit code 4).</exception>
    public async Task<SurveyAnswer> SurveyAsync(string wanted, CancellationToken cancellation)
    {
        RoundTrips++;
        using var compressed = new MemoryStream();
        var errors = new List<string>();
        var command = Script(HostScripts.Survey, [wanted, NewName()]) with { ReadOutput = (stream, token) => stream.CopyToAsync(compressed, token) };
        var exitCode = await host.RunAsync(command, line => errors.Add(line.Text), cancellation).ConfigureAwait(false);
        compressed.Position = 0;
        var answer = exitCode == 0 ? SurveyAnswer.TryParse(compressed) : null;
        return answer ?? throw (exitCode == HostScripts.Missing
            ? Failed(errors.FirstOrDefault() ?? "a program is missing", "install it there")
            : Failed("the host did not say what it has", null, errors));
    }

    /// <summary>Makes the tree.</summary>
    /// <param name="call">The command that makes it; it looks after the tree that this one is made from.</param>
    /// <param name="wanted">What the tree holds.</param>
    /// <param name="there">What is there.</param>
    /// <param name="changes">What is sent.</param>
    /// <param name="onSent">Called when all was sent.</param>
    /// <returns>Where our folder is, or null when the base was another one, or blocks did not fit it; and the bytes that were sent.</returns>
    /// <exception cref="StrataException">It could not be made; nothing half is left where trees are.</exception>
    public async Task<(string? Root, long Bytes)> ApplyAsync(SyncCall call, TreeManifest wanted, SurveyAnswer there, TreeChanges changes, Action onSent)
    {
        var compression = Compressor.Choose(changes.Entries, there.HasZstd && ZstdLibrary.IsThere);
        var kind = changes.Moved.Count > 0 ? "link" : there.Base.Kind;
        var size = changes.Entries.Concat(changes.Patches.Select(p => p.File)).Sum(f => f.Size);
        var variables = $"d={wanted.Digest} k={kind} o={there.Base.Manifest?.Digest ?? "-"} l=incoming/{there.Base.Place} z='{Compressor.Unpacker(compression)}'"
            + $" spare={(wanted.Lines.Count > SpareFrom ? 1 : 0)} much={(size > MuchToHash ? 1 : 0)}";
        var stream = SyncStream.Create(changes, project, compression, variables);
        var (exitCode, output, errors) = await call.EndAsync(SendAsync).ConfigureAwait(false);
        if (exitCode == 0 && Answer(output, wanted.Digest) is { } done)
        {
            return (done, stream.Sent);
        }

        return exitCode switch
        {
            HostScripts.Stale => (null, stream.Sent),
            HostScripts.Damaged when changes.Patches.Count > 0 => (null, stream.Sent),
            HostScripts.Damaged => throw new StrataException(
                ExitCode.BuildFailed, new Problem(Place, "what arrived is not what was announced: files changed while they were sent, or were damaged on the way", "run it again", Excerpt(errors))),
            _ when errors.Any(IsFull) => throw Failed("no space is left there for what the build needs", "free some there, or delete old trees with RemoteClean", errors),
            _ => throw Failed("the files could not be brought there", null, errors),
        };

        async Task SendAsync(Stream to, CancellationToken cancellation)
        {
            await stream.WriteAsync(to, cancellation).ConfigureAwait(false);
            onSent();
        }
    }

    /// <summary>The error that the host could not do its part (exit code 4).</summary>
    public StrataException Failed(string what, string? next = null, IReadOnlyList<string>? errors = null) =>
        new(ExitCode.Unreachable, new Problem(Place, what, next, Excerpt(errors ?? [])));

    private string Place => $"{host.Name}:{root}";

    private static string? Excerpt(IReadOnlyList<string> errors) => errors.Count == 0 ? null : string.Join('\n', errors.TakeLast(10));

    private static bool IsFull(string line) =>
        line.Contains("no space left", StringComparison.OrdinalIgnoreCase) || line.Contains("quota exceeded", StringComparison.OrdinalIgnoreCase);

    private static string NewName() => Guid.NewGuid().ToString("N")[..16];

    private Command Script(string text, IEnumerable<string> words) => new("sh", ["-c", text, "sh", root, project, _day, .. words]);

    /// <summary>Out of "strata DIGEST" and, in the next line, the folder of the project's trees; a login shell may have said other things before.</summary>
    private string? Answer(List<string> output, string digest)
    {
        var at = output.IndexOf($"strata {digest}");
        var end = $"/trees/{project}";
        return at >= 0 && at + 1 < output.Count && output[at + 1] is ['/', ..] place && place.EndsWith(end, StringComparison.Ordinal) ? place[..^end.Length] : null;
    }
}
