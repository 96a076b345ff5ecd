using Strata.Oci;

namespace Strata.Graph.Checks;

/// <summary>Consumed images: named once, and pinned to a version.</summary>
internal static class ConsumedChecks
{
    public static IEnumerable<Problem> Check(GraphSheets graph)
    {
        var names = new HashSet<string>(graph.ByName.Keys, StringComparer.Ordinal);
        foreach (var image in graph.Consumed)
        {
            if (!NameChecks.IsValid(image.Name) || !names.Add(image.Name))
            {
                yield return Problem(image, "it needs a name of its own", "use lower-case letters and digits, with single '-' or '_' between them, and no other image's name");
            }

            if (ImageReference.WhyInvalid(image.Upstream.Reference) is { } why)
            {
                yield return Problem(image, $"the reference is wrong: {why}");
            }
            else if (!image.Upstream.Tag.Any(char.IsAsciiDigit))
            {
                // latest, stable, main: a version has a digit.
                yield return Problem(image, $"the tag '{image.Upstream.Tag}' of '{image.Upstream.Repository}' pins no version, so that it may mean another image tomorrow", "name the version's tag");
            }
        }
    }

    private static Problem Problem(ConsumedImage image, string what, string? next = null) =>
        new(image.Origin is { } origin ? $"{origin}: consumed image '{image.Name}'" : $"consumed image '{image.Name}'", what, next);
}
