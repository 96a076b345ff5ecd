using Strata.Oci;

namespace Strata.Engine.Engines;

/// <summary>What containerd keeps by digest, read from its files: the very bytes that a push sends, which never change.</summary>
/// <param name="Folder">The folder of the store on this machine, absolute.</param>
public sealed record ContentStore(string Folder)
{
    /// <summary>The file of a blob, absolute; it need not be there.</summary>
    public string PathOf(Digest digest) => Path.Combine(Folder, "blobs", digest.Algorithm, digest.Hex);

    /// <summary>A small blob; null when it is not there.</summary>
    public byte[]? Read(Digest digest)
    {
        try
        {
            return File.ReadAllBytes(PathOf(digest));
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The manifest of an image for one platform; null when it is not there.</summary>
    /// <param name="digest">Of the manifest, or of an index that has it.</param>
    /// <param name="platform">The platform that is preferred where the index has several; null for the first.</param>
    /// <exception cref="FormatException">What stands there is neither.</exception>
    public byte[]? ReadManifest(Digest digest, Platform? platform = null)
    {
        var top = Read(digest);
        if (top is null || !ImageIndex.IsIndex(top))
        {
            return top;
        }

        // Attestations stand beside the image, for no platform at all.
        var index = ImageIndex.Parse(top);
        var image = (platform is null ? null : index.Find(platform)) ?? index.Manifests.FirstOrDefault(m => m.Platform is { Os: not "unknown" });
        return image is null ? null : Read(image.Digest);
    }
}
