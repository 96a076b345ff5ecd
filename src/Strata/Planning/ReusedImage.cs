namespace Strata.Planning;

/// <summary>An image that needs no build: what is remembered of it, and where it is.</summary>
/// <param name="Record">How it was built.</param>
/// <param name="Stored">The image itself.</param>
public sealed record ReusedImage(BuildRecord Record, StoredImage Stored)
{
    /// <summary>The name by which a build stands on it: its fingerprint's tag, and its digest, since a tag alone may mean another image in a registry.</summary>
    public string Reference => $"{Record.Reference[..Record.Reference.LastIndexOf(':')]}:{Record.Fingerprint.Tag}@{Stored.Digest}";
}
