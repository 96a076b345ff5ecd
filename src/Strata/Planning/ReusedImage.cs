namespace Strata.Planning;

/// <summary>An image that needs no build: what is remembered of it, and where it is.</summary>
/// <param name="Record">How it was built.</param>
/// <param name="Stored">The image itself.</param>
public sealed record ReusedImage(BuildRecord Record, StoredImage Stored)
{
    /// <summary>The name for a named context: with tag and digest, since a tag alone may mean another image in a registry.</summary>
    /// <remarks>The tag only has to be there: what is taken is what the digest says.</remarks>
    public string Reference => $"{(Stored.References.IsEmpty ? Record.Reference : Stored.References[0])}@{Stored.Digest}";
}
