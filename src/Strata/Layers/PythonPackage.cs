using System.Collections.Immutable;

namespace Strata.Layers;

/// <summary>A Python package that an image shows.</summary>
/// <param name="Name">Its distribution's name, or its folder's where no metadata names it.</param>
/// <param name="Version">Empty when it is not known.</param>
/// <param name="Site">The folder that it is installed in, relative to the root.</param>
/// <param name="Bytes">Of its files.</param>
/// <param name="Files">How many.</param>
/// <param name="Layers">Indexes of the layers that hold its files, ascending.</param>
public sealed record PythonPackage(string Name, string Version, string Site, long Bytes, int Files, ImmutableArray<int> Layers);
