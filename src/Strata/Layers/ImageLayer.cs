namespace Strata.Layers;

/// <summary>A layer as an image names it.</summary>
/// <param name="DiffId">Digest of its tar, <c>sha256:...</c>.</param>
/// <param name="Digest">Digest of the blob that a registry has of it; null when that is not known.</param>
/// <param name="Compressed">Bytes of that blob; null when they are not known.</param>
/// <param name="Instruction">The instruction that made it, in one line; empty when the image does not say.</param>
public sealed record ImageLayer(string DiffId, string? Digest, long? Compressed, string Instruction)
{
    /// <summary>Made by COPY or ADD --link: it stays as it is when only what lies below it changes.</summary>
    public bool IsLinked =>
        (Instruction.StartsWith("COPY ", StringComparison.Ordinal) || Instruction.StartsWith("ADD ", StringComparison.Ordinal))
        && Instruction.Split(' ').Skip(1).TakeWhile(w => w.StartsWith("--", StringComparison.Ordinal)).Any(w => w is "--link" or "--link=true");
}
