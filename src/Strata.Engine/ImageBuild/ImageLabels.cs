using Strata.Engine.Engines;
using Strata.Graph;
using Strata.Oci;
using Strata.Planning;

namespace Strata.Engine.ImageBuild;

/// <summary>The labels that an image gets beside those of its Dockerfile, all of them decided by its inputs.</summary>
internal static class ImageLabels
{
    private const string Oci = "org.opencontainers.image.";

    /// <summary>Labels by name.</summary>
    /// <param name="step">The image's step.</param>
    /// <param name="supply">The plan's supply.</param>
    /// <param name="foundation">What its layers begin with; null for nothing.</param>
    /// <param name="parent">Where that is an image of the graph, its name with its fingerprint as the tag.</param>
    public static IEnumerable<KeyValuePair<string, string>> Of(PlanStep step, Supply supply, ImageSource? foundation, string? parent)
    {
        var image = step.Image;
        yield return KeyValuePair.Create(Oci + "title", image.Title ?? image.Name);
        if (image.Description is { } description)
        {
            yield return KeyValuePair.Create(Oci + "description", description);
        }

        if (image.Version is { } version)
        {
            yield return KeyValuePair.Create(Oci + "version", version);
        }

        yield return KeyValuePair.Create(ImageStore.SupplyLabel, supply.ToWord());
        if (step.Inputs is { } inputs)
        {
            yield return KeyValuePair.Create(ImageStore.FingerprintLabel, inputs.Fingerprint.Hex);
        }

        if (parent is not null)
        {
            // Its digest is not known before it is built, but this tag leads to it alone.
            yield return KeyValuePair.Create(Oci + "base.name", parent);
        }
        else if (supply == Supply.Hub && foundation is ImageSource.External { Upstream: var upstream })
        {
            yield return KeyValuePair.Create(Oci + "base.name", upstream.Reference);
            if (step.Inputs?.Entries.FirstOrDefault(e => e.Kind == InputKind.Upstream && IsSame(e.Name, upstream)) is { } entry && Digest.TryParse(entry.Value, out _))
            {
                yield return KeyValuePair.Create(Oci + "base.digest", entry.Value);
            }
        }
    }

    private static bool IsSame(string name, Upstream upstream) =>
        ImageReference.TryParse(name, out var one) && ImageReference.TryParse(upstream.Reference, out var other) && one.Repository == other.Repository && one.Tag == other.Tag;
}
