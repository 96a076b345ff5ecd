using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Strata.Oci;

namespace Strata.Engine.Supplies;

/// <summary>A lock as JSON: in a fixed order, so that it changes in version control only where an upstream moved.</summary>
public static partial class UpstreamLockText
{
    private const int Version = 1;

    // Its encoder cannot be said by an attribute.
    private static readonly LockJson Json = new(new(LockJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The file's text.</summary>
    public static string Render(UpstreamLock locked)
    {
        var entries = locked.Entries.ToDictionary(
            e => e.Key,
            e => new EntryText(
                e.Value.Hub is { } hub ? new HubText(hub.Index.ToString(), Texts(hub.Platforms)) : null,
                e.Value.Debian is { } debian ? new DebianText(debian.Suite, [.. debian.Packages], Texts(debian.Releases)) : null));
        return JsonSerializer.Serialize(new LockText(Version, entries), Json.LockText) + "\n";
    }

    /// <summary>Reads the file's text.</summary>
    /// <exception cref="FormatException">It is no lock; the message says why.</exception>
    public static UpstreamLock Parse(string text)
    {
        LockText? read;
        try
        {
            read = JsonSerializer.Deserialize(text, Json.LockText);
        }
        catch (JsonException e)
        {
            throw new FormatException($"is no JSON of a lock (line {e.LineNumber + 1})", e);
        }

        return read switch
        {
            { Version: not Version } => throw new FormatException($"has version {read.Version}, and this program knows {Version}"),
            { Upstreams: { } entries } => new UpstreamLock(entries.ToImmutableSortedDictionary(e => e.Key, e => Entry(e.Key, e.Value), StringComparer.Ordinal)),
            _ => throw new FormatException("names no upstreams"),
        };
    }

    // What the file leaves out is null, whatever the types below say.
    private static UpstreamLockEntry Entry(string upstream, EntryText? text) =>
        text is null or { Debian: { Suite: null } or { Packages: null } } || text.Debian?.Packages.Contains(null) == true
            ? throw new FormatException($"has only a part of an entry for '{upstream}'")
            : new(
                text.Hub is { } hub ? new HubLock(Digest.Parse(hub.Index), Digests(hub.Platforms)) : null,
                text.Debian is { } debian ? new DebianLock(debian.Suite, [.. debian.Packages], Digests(debian.Releases)) : null);

    private static Dictionary<string, string> Texts(ImmutableSortedDictionary<string, Digest> digests) => digests.ToDictionary(d => d.Key, d => d.Value.ToString());

    private static ImmutableSortedDictionary<string, Digest> Digests(Dictionary<string, string>? texts) =>
        (texts ?? []).ToImmutableSortedDictionary(t => t.Key, t => Digest.Parse(t.Value), StringComparer.Ordinal);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(LockText))]
    private sealed partial class LockJson : JsonSerializerContext;

    private sealed record LockText(int Version, Dictionary<string, EntryText> Upstreams);

    private sealed record EntryText(HubText? Hub, DebianText? Debian);

    private sealed record HubText(string Index, Dictionary<string, string> Platforms);

    private sealed record DebianText(string Suite, string[] Packages, Dictionary<string, string> Releases);
}
