using Strata.Engine.Engines;
using Strata.Engine.ImageBuild;
using Strata.Graph;
using Strata.Planning;

namespace Strata.Targets;

/// <summary>What images are called.</summary>
internal static class ImageReferences
{
    /// <summary>An image of this machine's engine: its name, and its version where it has one, else the call's tag.</summary>
    public static string Local(ImageDefinition image, ImageTags tags) => $"{image.Name}:{tags.Of(image)}";

    /// <summary>What the engine that has an image is asked for to publish it; null when only the registry has it.</summary>
    /// <remarks>By its digest, or by what it is made of: another call may have moved its tag meanwhile.</remarks>
    public static string? Published(PlanStep step, ImageAvailable image, EngineConnection? engine) => step.Reused is { IsRemote: true } ? null
        : engine?.KeepsManifests == true ? image.Digest
        : step.Inputs is { } inputs ? $"{image.Reference[..image.Reference.LastIndexOf(':')]}:{inputs.Fingerprint.Tag}"
        : image.Reference;
}
