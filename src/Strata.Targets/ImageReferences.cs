using Strata.Graph;

namespace Strata.Targets;

/// <summary>What images are called.</summary>
internal static class ImageReferences
{
    /// <summary>An image of this machine's engine: its name, and its version where it has one, else the call's tag.</summary>
    public static string Local(ImageDefinition image, ImageTags tags) => $"{image.Name}:{tags.Of(image)}";
}
