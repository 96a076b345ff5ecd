using Strata.Oci;

namespace Strata.Engine.Registry;

/// <summary>A manifest or index as a registry holds it, byte for byte: its digest is over these bytes.</summary>
/// <param name="MediaType">What it is.</param>
/// <param name="Digest">Its digest; checked.</param>
/// <param name="Content">Its bytes.</param>
public sealed record RegistryManifest(string MediaType, Digest Digest, ReadOnlyMemory<byte> Content)
{
    /// <summary>It lists manifests by platform.</summary>
    public bool IsIndex => MediaTypes.IsIndex(MediaType);
}
