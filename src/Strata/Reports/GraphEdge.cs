using Strata.Graph;
using Strata.Oci;

namespace Strata.Reports;

/// <summary>A line of a drawn graph, from what is used to the image that uses it.</summary>
/// <param name="From">An image's name, an upstream's reference in familiar form, or a Git source.</param>
/// <param name="To">An image's name.</param>
/// <param name="IsBase">The image stands on it; else it only copies or mounts from it.</param>
/// <param name="IsUpstream">It comes from outside the graph.</param>
internal sealed record GraphEdge(string From, string To, bool IsBase, bool IsUpstream)
{
    /// <summary>All lines, image by image, parents first.</summary>
    public static IEnumerable<GraphEdge> All(ImageGraph graph)
    {
        foreach (var image in graph.Images)
        {
            var isBase = true;
            foreach (var parent in graph.Parents(image))
            {
                yield return new GraphEdge(parent.Name, image.Name, isBase, IsUpstream: false);
                isBase = false;
            }

            foreach (var upstream in image.Upstreams)
            {
                yield return new GraphEdge(Familiar(upstream), image.Name, isBase, IsUpstream: true);
                isBase = false;
            }

            foreach (var source in image.Sources)
            {
                yield return new GraphEdge(Short(source), image.Name, IsBase: false, IsUpstream: true);
            }
        }
    }

    /// <summary>A Git source as people write it: <c>webui.git#3f2a9c1</c>.</summary>
    public static string Short(GitSource source) => $"{source.Url[(source.Url.LastIndexOf('/') + 1)..]}#{source.Commit[..7]}";

    /// <summary>The reference as people write it: <c>python:3.12-slim</c>.</summary>
    public static string Familiar(Upstream upstream) =>
        ImageReference.TryParse(upstream.Reference, out var reference) ? reference.Familiar : upstream.Reference;
}
