using Strata.Oci;

namespace Strata.Graph.Checks;

/// <summary>Declared upstreams are references, are used, and can be had from each supply that carries the image.</summary>
internal static class UpstreamChecks
{
    public static IEnumerable<Problem> Check(ImageSheet sheet, GraphSheets graph)
    {
        foreach (var upstream in sheet.Image.Upstreams.DistinctBy(u => u.Reference))
        {
            if (ImageReference.WhyInvalid(upstream.Reference) is { } why)
            {
                yield return sheet.Problem($"an upstream is wrong: {why}");
            }
            else if (sheet.IsResolved && !sheet.Uses.Any(u => NameMatch.IsSame(upstream, u.Reference)))
            {
                yield return sheet.Problem(
                    $"the upstream '{ImageReference.Parse(upstream.Reference).Familiar}' is declared, but what {sheet.Image.Dockerfile} builds does not use it",
                    "take it away, or write it in FROM with this very tag");
            }
        }

        if (!sheet.References.TryGetValue(Supply.Debian, out var references))
        {
            yield break;
        }

        foreach (var use in references.Externals)
        {
            if (graph.Names.Find(sheet.Image, use) is ImageSource.External { Upstream: { Debian: null } upstream })
            {
                yield return sheet.Problem(
                    $"{sheet.Describe(use)}, which the debian supply has no stand-in for",
                    $"add .FromDebian(...) to the upstream '{upstream.Reference}', or say that the image is unavailable there");
            }
        }
    }
}
