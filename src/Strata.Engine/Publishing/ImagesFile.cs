using System.Collections.Immutable;
using Strata.Engine.Hosts;

namespace Strata.Engine.Publishing;

/// <summary>What was published, as JSON for other programs.</summary>
public static class ImagesFile
{
    /// <summary>An array of images: name, reference, repository, tags, digest, fingerprint, size in bytes, and what was published before.</summary>
    public static string Render(ImmutableArray<PublishedImage> images) => JsonText.Objects(images, (json, image) =>
    {
        json.WriteString("name", image.Image);
        json.WriteString("reference", image.Reference.ToString());
        json.WriteString("repository", image.Repository.Repository);
        json.WriteStrings("tags", image.Tags);
        json.WriteString("digest", image.Digest.ToString());
        json.WriteString("fingerprint", image.Fingerprint.Hex);
        json.WriteNumber("size", image.Size);
        if (image.Before is { } before)
        {
            json.WriteStartObject("previous");
            json.WriteString("tag", before.Tag);
            json.WriteString("digest", before.Digest.ToString());
            json.WriteNumber("size", before.Size);
            json.WriteNumber("change", image.Size - before.Size);
            json.WriteEndObject();
        }
    });

    /// <summary>Writes it.</summary>
    public static Task WriteAsync(string path, ImmutableArray<PublishedImage> images, CancellationToken cancellation) =>
        AtomicFile.WriteAsync(path, Render(images), isPrivate: false, cancellation);
}
