namespace Strata.Layers;

/// <summary>Bytes of layers in both forms that they have.</summary>
/// <param name="Uncompressed">Bytes of their tars.</param>
/// <param name="Compressed">Bytes as a registry stores and sends them; null where no registry or store with compressed layers was asked.</param>
public readonly record struct LayerBytes(long Uncompressed, long? Compressed)
{
    /// <summary>No bytes.</summary>
    public static LayerBytes Zero => new(0, 0);

    /// <summary>Both sums; the compressed one is known only when both are.</summary>
    public static LayerBytes operator +(LayerBytes one, LayerBytes other) => new(one.Uncompressed + other.Uncompressed, one.Compressed + other.Compressed);

    internal static LayerBytes Sum(IEnumerable<LayerBytes> all) => all.Aggregate(Zero, (sum, one) => sum + one);
}
