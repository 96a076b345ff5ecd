using System.Collections.Immutable;
using Strata.Dependencies;

namespace Strata.Layers;

/// <summary>What a layer's tar holds.</summary>
/// <param name="DiffId">Digest of the tar, <c>sha256:...</c>.</param>
/// <param name="Size">Bytes of the tar.</param>
/// <param name="Entries">In the order of the tar.</param>
/// <param name="Distributions">The Python distributions whose metadata it holds.</param>
public sealed record LayerContent(string DiffId, long Size, ImmutableArray<LayerEntry> Entries, ImmutableArray<PythonDistribution> Distributions)
{
    /// <summary>What it installs.</summary>
    public LayerPackages Packages { get; init; } = LayerPackages.None;

    /// <summary>How many files it holds, with hard links.</summary>
    public int Files => Entries.Count(e => e.Kind is LayerEntryKind.File or LayerEntryKind.HardLink or LayerEntryKind.SymbolicLink);

    /// <summary>How many paths of layers below it deletes, opaque directories as one.</summary>
    public int Whiteouts => Entries.Count(e => e.Kind is LayerEntryKind.Whiteout or LayerEntryKind.Opaque);
}
