using Strata.Graph;

namespace Strata.Targets;

/// <summary>What images are called.</summary>
internal static class ImageReferences
{
    private const string UnversionedTag = "dev";

    /// <summary>An image of this machine's engine: its name, and its version where it has one.</summary>
    public static string Local(ImageDefinition image) => $"{image.Name}:{Tag(image)}";

    /// <summary>An image's tag.</summary>
    public static string Tag(ImageDefinition image) => image.Version ?? UnversionedTag;
}
