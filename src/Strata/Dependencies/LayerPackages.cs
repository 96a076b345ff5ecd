using System.Collections.Immutable;

namespace Strata.Dependencies;

/// <summary>What is installed by one layer of an image, as its files tell.</summary>
public sealed record LayerPackages
{
    /// <summary>Of a layer that installs nothing.</summary>
    public static LayerPackages None { get; } = new();

    /// <summary>Python distributions whose metadata the layer has.</summary>
    public ImmutableArray<FoundDistribution> Distributions { get; init; } = [];

    /// <summary>All Debian packages that the layer's status file lists as installed; default when the layer has no status file.</summary>
    public ImmutableArray<FoundPackage> Debian { get; init; }
}

/// <summary>A Python distribution of a layer.</summary>
/// <param name="Name">Its normalised name.</param>
/// <param name="Version">As its metadata has it.</param>
/// <param name="Path">Its directory or file of metadata, without a slash at either end.</param>
/// <param name="Bytes">What its files have in this layer, unpacked.</param>
public sealed record FoundDistribution(PackageName Name, string Version, string Path, long Bytes);

/// <summary>A Debian package.</summary>
/// <param name="Package">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Bytes">Its installed size, as Debian says it.</param>
public sealed record FoundPackage(string Package, string Version, long Bytes);
