using System.Collections.Immutable;

namespace Strata.Dependencies;

/// <summary>What is installed by one layer of an image, as its files tell.</summary>
public sealed record LayerContents
{
    /// <summary>Python distributions whose metadata the layer has.</summary>
    public ImmutableArray<FoundDistribution> Distributions { get; init; } = [];

    /// <summary>All Debian packages that the layer's status file lists as installed; default when the layer has no status file.</summary>
    public ImmutableArray<FoundPackage> Packages { get; init; }

    /// <summary>Paths that the layer takes away, without a slash at either end.</summary>
    public ImmutableHashSet<string> Deleted { get; init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Directories of which the layer hides all that stands below.</summary>
    public ImmutableHashSet<string> Opaque { get; init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Whether what stands at the path below is hidden by this layer.</summary>
    public bool Hides(string path)
    {
        for (var at = path; at.Length > 0; at = at.LastIndexOf('/') is >= 0 and var slash ? at[..slash] : "")
        {
            if (Deleted.Contains(at) || at != path && Opaque.Contains(at))
            {
                return true;
            }
        }

        return false;
    }
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
