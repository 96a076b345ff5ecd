using System.Collections.Immutable;
using System.Text;

namespace Strata.Oci;

/// <summary>Names a layer together with all that it lies on (https://github.com/opencontainers/image-spec/blob/main/config.md#layer-chainid).</summary>
public static class ChainId
{
    /// <summary>The chain id at each layer.</summary>
    /// <param name="diffIds">DiffIDs, the base's first.</param>
    public static ImmutableArray<Digest> Of(IEnumerable<Digest> diffIds)
    {
        var chains = ImmutableArray.CreateBuilder<Digest>();
        foreach (var diffId in diffIds)
        {
            chains.Add(chains.Count == 0 ? diffId : Digest.Of(Encoding.ASCII.GetBytes($"{chains[^1]} {diffId}")));
        }

        return chains.ToImmutable();
    }
}
