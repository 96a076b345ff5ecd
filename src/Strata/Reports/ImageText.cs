using System.Text;
using Strata.Graph;

namespace Strata.Reports;

/// <summary>All that is declared of one image, and what follows from it, as plain text.</summary>
public static class ImageText
{
    private const int KeyWidth = 12;

    /// <summary>A headline, then a line per fact; lines end with a line feed.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="image">An image of the graph.</param>
    /// <param name="references">What the image is called in the engine or registry.</param>
    public static string Render(ImageGraph graph, ImageDefinition image, IReadOnlyList<string> references)
    {
        var inputs = graph.Inputs(image);
        var text = new StringBuilder(image.Name);
        text.Append(ImageFacts.Summary(image) is { } summary ? $"  {summary}\n" : "\n");
        Add("declared", image.Origin is { } origin ? $"{origin} (target {image.Target})" : $"target {image.Target}");
        Add("parents", graph.Parents(image).Select(i => i.Name));
        Add("stands on", graph.Ancestors(image).Select(i => i.Name).Except(graph.Parents(image).Select(i => i.Name)));
        Add("upstreams", image.Upstreams.Select(u => u.Reference));
        Add("sources", image.Sources.Select(s => $"{s.Name} is {s.Reference}"));
        Add("secrets", image.Secrets.Select(s => $"{s.Id} from {s.Source}"));
        Add("host", image.Host);
        Add("children", graph.Children(image).Select(i => i.Name));
        Add("carries", graph.Descendants(image).Select(i => i.Name).Except(graph.Children(image).Select(i => i.Name)));
        Add("Dockerfile", image.Dockerfile + (image.Stage is null ? "" : $", stage {image.Stage}"));
        Add("context", image.Context == "." ? ". (the repository)" : image.Context);
        Add("stages", inputs.References?.Stages.Select(s => s.ProgressName) ?? []);
        Add("names", inputs.Contexts.Select(c => $"{c.Key} is {Source(c.Source)}"));
        Add("build args", inputs.BuildArgs.Select(a => $"{a.Key}={a.Value}"));
        Add("version", image.Version);
        Add("references", references);
        Add("ports", image.Ports.Select(ImageFacts.Port));
        Add("health", image.Health);
        Add("verified", image.IsVerified ? "before images that stand on it are built" : null);
        foreach (var (key, facts) in ContainerFacts.All(image))
        {
            Add(key, facts);
        }

        Add("unavailable", image.Unavailable.Select(u => $"not in the {u.Key.ToWord()} supply: {u.Value}"));
        return text.ToString();

        void Add(string key, object? value)
        {
            var shown = value is IEnumerable<string> values ? string.Join(", ", values) : value as string;
            if (!string.IsNullOrEmpty(shown))
            {
                text.Append($"  {key.PadRight(KeyWidth)}{shown}\n");
            }
        }
    }

    internal static string Source(ImageSource source) => source switch
    {
        ImageSource.Parent parent => $"image {parent.Image}",
        ImageSource.External { Digest: { } digest } external => $"{external.Upstream.Repository}@{digest}",
        ImageSource.External external => external.Upstream.Reference,
        ImageSource.Git git => git.Source.Reference,
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
    };
}
