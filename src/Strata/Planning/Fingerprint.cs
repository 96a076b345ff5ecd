namespace Strata.Planning;

/// <summary>The hash of an image's input manifest: images with the same one have the same declared inputs.</summary>
/// <param name="Hex">64 lower-case hexadecimal digits (SHA-256).</param>
public readonly record struct Fingerprint(string Hex)
{
    /// <summary>The first 12 digits, for people and tags; the whole one is what is compared.</summary>
    public string Short => Hex[..12];

    /// <summary>The tag that every image gets in its repository.</summary>
    public string Tag => $"fp-{Short}";

    /// <summary>All 64 digits.</summary>
    public override string ToString() => Hex;
}
