namespace Strata.Dependencies;

/// <summary>A distribution or Debian package that a layer of an image brings.</summary>
/// <param name="Name">Its normalised name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Layer">The layer, from 0.</param>
/// <param name="Bytes">What it takes there, unpacked.</param>
/// <param name="Path">Its metadata; the database of packages for those of Debian.</param>
/// <param name="IsVisible">No layer above hides or replaces it.</param>
public sealed record InstalledPackage(PackageName Name, string Version, int Layer, long Bytes, string Path, bool IsVisible);

/// <summary>A package that an image has more than once: the last copy and those below it, which it hides or stands beside.</summary>
/// <param name="Last">The copy of the highest layer.</param>
/// <param name="Others">The others, the lowest first.</param>
public sealed record RepeatedPackage(InstalledPackage Last, IReadOnlyList<InstalledPackage> Others)
{
    /// <summary>Bytes that the image carries for nothing.</summary>
    public long WastedBytes => Others.Sum(o => o.Bytes);
}
