using System.Collections.Immutable;

namespace Strata.Planning;

/// <summary>An image that needs no build: what is remembered of it, and where it is.</summary>
/// <param name="Record">How it was built; of an image that only a registry knows, what that tells.</param>
/// <param name="Stored">The image itself.</param>
public sealed record ReusedImage(BuildRecord Record, StoredImage Stored)
{
    /// <summary>The same image in the registry; null when that does not have it, or was not asked.</summary>
    public RemoteImage? Remote { get; init; }

    /// <summary>Only the registry has it: nothing of it is pulled before something is built on it.</summary>
    public bool IsRemote { get; init; }

    /// <summary>It was made anew on purpose since the registry's image of the same inputs, and takes its place when it is published.</summary>
    public bool Replaces { get; init; }

    /// <summary>Digests of its uncompressed layers, the base's first; empty when they are not known.</summary>
    public ImmutableArray<string> DiffIds => Remote?.DiffIds ?? [.. Record.Layers.Select(l => l.DiffId)];

    /// <summary>The name by which a build stands on it: its fingerprint's tag, and its digest, since a tag alone may mean another image in a registry.</summary>
    public string Reference => $"{Record.Reference[..Record.Reference.LastIndexOf(':')]}:{Record.Fingerprint.Tag}@{Stored.Digest}";
}
