using Strata.Engine.BuildKit;
using Strata.Graph;

namespace Strata.Targets;

/// <summary>The digests of what stands behind upstreams, by their references.</summary>
internal static class UpstreamDigests
{
    public static IReadOnlyDictionary<string, string> Find(
        ImageGraph graph, IEnumerable<string> images, IReadOnlyDictionary<Upstream, ContextSource> sources)
    {
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        var externals = images.SelectMany(i => graph.Inputs(graph.Get(i)).Contexts).Select(c => c.Source).OfType<ImageSource.External>();
        foreach (var external in externals)
        {
            digests[external.Upstream.Reference] = sources.GetValueOrDefault(external.Upstream) switch
            {
                ContextSource.OciLayout layout => layout.Digest,
                ContextSource.Image image => image.Reference[(image.Reference.LastIndexOf('@') + 1)..],
                _ => "not locked",
            };
        }

        return digests;
    }
}
