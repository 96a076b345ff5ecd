using System.Collections.Immutable;
using Strata.Graph;

namespace Strata.Planning;

/// <summary>Tells which images are made of something else by now than when they were planned: what BuildKit has read of them nobody knows.</summary>
public static class ChangedInputs
{
    /// <summary>The images that have changed, and those that stand on them.</summary>
    /// <param name="graph">The graph that was planned, with the Dockerfiles of then.</param>
    /// <param name="files">The repository's files as they are now.</param>
    /// <param name="steps">The images, parents first, with the manifests of then.</param>
    /// <param name="now">Their manifests, collected anew for the same graph.</param>
    public static ImmutableHashSet<string> Find(ImageGraph graph, IFileTree files, IEnumerable<PlanStep> steps, IReadOnlyDictionary<string, InputManifest> now)
    {
        var changed = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            // A parent that was reused is what it was, whatever its files are by now.
            if (step.Image.Parents.Any(changed.Contains)
                || !Own(step.Inputs!).SequenceEqual(now.TryGetValue(step.Image.Name, out var manifest) ? Own(manifest) : [])
                || !IsSame(graph.Inputs(step.Image), files))
            {
                changed.Add(step.Image.Name);
            }
        }

        return changed.ToImmutable();
    }

    private static IEnumerable<InputEntry> Own(InputManifest manifest) => manifest.Entries.Where(e => e.Kind != InputKind.Parent);

    // Of a linked Dockerfile BuildKit reads a copy that was made of the graph's text.
    private static bool IsSame(ImageInputs inputs, IFileTree files) =>
        inputs.IsDockerfileLinked || files.Find(inputs.Image.Dockerfile)?.Kind == TreeEntryKind.File && files.ReadText(inputs.Image.Dockerfile) == inputs.Dockerfile.Text;
}
