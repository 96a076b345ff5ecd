using System.Collections.Concurrent;
using Strata.Oci;

namespace Strata.Testing.Registry;

/// <summary>A repository of the registry of tests.</summary>
public sealed class RegistryContent
{
    /// <summary>Blobs by digest.</summary>
    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new(StringComparer.Ordinal);

    /// <summary>Manifests by digest.</summary>
    public ConcurrentDictionary<string, (string MediaType, byte[] Content)> Manifests { get; } = new(StringComparer.Ordinal);

    /// <summary>Digests by tag.</summary>
    public ConcurrentDictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>The manifest behind a tag or digest; null when there is none.</summary>
    public (string Digest, string MediaType, byte[] Content)? Find(string reference)
    {
        var digest = Tags.GetValueOrDefault(reference, reference);
        return Manifests.TryGetValue(digest, out var found) ? (digest, found.MediaType, found.Content) : null;
    }

    /// <summary>Stores a manifest under a tag or its digest.</summary>
    public string Put(string reference, string mediaType, byte[] content)
    {
        var digest = Digest.Of(content).ToString();
        Manifests[digest] = (mediaType, content);
        if (!reference.Contains(':'))
        {
            Tags[reference] = digest;
        }

        return digest;
    }
}
