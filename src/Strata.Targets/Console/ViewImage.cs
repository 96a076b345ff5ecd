using System.Collections.Immutable;

namespace Strata.Targets.Console;

/// <summary>An image as progress shows it before anything happens.</summary>
/// <param name="Name">The image's name.</param>
/// <param name="Parents">Names of the images that it stands on.</param>
internal sealed record ViewImage(string Name, ImmutableArray<string> Parents);
