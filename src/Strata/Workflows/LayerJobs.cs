using System.Collections.Immutable;
using Strata.Graph;

namespace Strata.Workflows;

/// <summary>
/// Jobs by layer: one for each image that others stand on, and a static matrix for those on the same parents. Each takes what the jobs before
/// have pushed from the registry, by fingerprint, so that a base is built once.
/// </summary>
internal static class LayerJobs
{
    public static ImmutableArray<WorkflowJob> Create(WorkflowSettings settings, WorkflowSteps steps, ImageGraph graph)
    {
        var jobs = ImmutableArray.CreateBuilder<WorkflowJob>();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var image in graph.Images.Where(i => !graph.Children(i).IsEmpty))
        {
            var id = Free(Id(image.Name), jobs);
            ids.Add(image.Name, id);
            jobs.Add(Job(settings, id, steps, image.Target) with { Needs = Needs(graph, image, ids) });
        }

        foreach (var group in graph.Images.Where(i => graph.Children(i).IsEmpty).GroupBy(i => string.Join("-and-", graph.Parents(i).Select(p => p.Name))))
        {
            var id = Free(group.Key.Length == 0 ? "standalone" : $"on-{group.Key}", jobs);
            var needs = Needs(graph, group.First(), ids);
            var job = group.Count() == 1 ? Job(settings, id, steps, group.Single().Target) : Job(settings, id, steps, null);
            jobs.Add(job with { Needs = needs, Matrix = group.Count() == 1 ? [] : [.. group.Select(i => i.Target)] });
        }

        return jobs.DrainToImmutable();
    }

    /// <summary>The id of the job behind all layers.</summary>
    public static string LastId(IReadOnlyCollection<WorkflowJob> layers) => Free("publish", layers);

    private static WorkflowJob Job(WorkflowSettings settings, string id, WorkflowSteps steps, string? target) => ImageWorkflow.Job(settings, id, steps.BuildLayer(target));

    private static ImmutableArray<string> Needs(ImageGraph graph, ImageDefinition image, Dictionary<string, string> ids) => [.. graph.Parents(image).Select(p => ids[p.Name])];

    // A job's key begins with a letter, and has no dots.
    private static string Id(string image) => (char.IsLetter(image[0]) ? "" : "image-") + image.Replace('.', '-').Replace('/', '-');

    private static string Free(string id, IReadOnlyCollection<WorkflowJob> jobs)
    {
        while (jobs.Any(j => j.Id == id))
        {
            id += "-";
        }

        return id;
    }
}
