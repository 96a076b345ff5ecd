using System.Collections.Immutable;
using Strata.Graph;

namespace Strata.Reports;

/// <summary>When each image would be built in a build of all of them: as soon as what it stands on is there.</summary>
/// <param name="Bars">In the order of their start.</param>
/// <param name="Unknown">Names of the images of which no build is remembered.</param>
public sealed record BuildTimeline(ImmutableArray<TimelineBar> Bars, ImmutableArray<string> Unknown)
{
    /// <summary>The end of the last one.</summary>
    public TimeSpan Length => Bars.IsEmpty ? TimeSpan.Zero : Bars.Max(b => b.End);

    /// <summary>Makes it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="durations">How long building each image took; an image without an entry takes no time.</param>
    public static BuildTimeline Create(ImageGraph graph, IReadOnlyDictionary<string, TimeSpan> durations)
    {
        var ends = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        var starts = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var image in graph.Images)
        {
            starts[image.Name] = graph.Parents(image).Select(p => ends[p.Name]).DefaultIfEmpty().Max();
            ends[image.Name] = starts[image.Name] + durations.GetValueOrDefault(image.Name);
        }

        var critical = Critical(graph, ends, starts);
        return new BuildTimeline(
            [.. graph.Images.Where(i => durations.ContainsKey(i.Name)).OrderBy(i => starts[i.Name]).Select(i => new TimelineBar(i.Name, starts[i.Name], ends[i.Name], critical.Contains(i.Name)))],
            [.. graph.Images.Where(i => !durations.ContainsKey(i.Name)).Select(i => i.Name)]);
    }

    /// <summary>From the image that ends last back to where it all began.</summary>
    private static HashSet<string> Critical(ImageGraph graph, Dictionary<string, TimeSpan> ends, Dictionary<string, TimeSpan> starts)
    {
        HashSet<string> critical = [];
        var at = graph.Images.MaxBy(i => ends[i.Name]);
        while (at is not null && critical.Add(at.Name))
        {
            at = graph.Parents(at).Where(p => ends[p.Name] == starts[at.Name]).MaxBy(p => ends[p.Name] - starts[p.Name]);
        }

        return critical;
    }
}

/// <summary>The build of an image in time.</summary>
/// <param name="Image">Its name.</param>
/// <param name="Start">Since the start of all.</param>
/// <param name="End">Since the start of all.</param>
/// <param name="IsCritical">Were it faster, all would be done sooner.</param>
public sealed record TimelineBar(string Image, TimeSpan Start, TimeSpan End, bool IsCritical);
