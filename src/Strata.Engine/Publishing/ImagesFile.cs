using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Strata.Engine.Hosts;

namespace Strata.Engine.Publishing;

/// <summary>What was published, as JSON for other programs.</summary>
public static class ImagesFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) 
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>An array of images: name, reference, repository, tags, digest, fingerprint, size in bytes, and what was published before.</summary>
    public static string Render(ImmutableArray<PublishedImage> images) => JsonSerializer.Serialize(
        images.Select(i => new
        {
            Name = i.Image,
            Reference = i.Reference.ToString(),
            Repository = i.Repository.Repository,
            i.Tags,
            Digest = i.Digest.ToString(),
            Fingerprint = i.Fingerprint.Hex,
            i.Size,
            Previous = i.Before is { } before ? new { before.Tag, Digest = before.Digest.ToString(), before.Size, Change = i.Size - before.Size } : null,
        }),
        Json) + "\n";

    /// <summary>Writes it.</summary>
    public static Task WriteAsync(string path, ImmutableArray<PublishedImage> images, CancellationToken cancellation) =>
        AtomicFile.WriteAsync(path, Render(images), isPrivate: false, cancellation);
}
