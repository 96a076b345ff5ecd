using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Graph;
using Strata.Planning;

namespace Strata.Engine.ImageBuild;

/// <summary>Turns what a plan builds into what BuildKit is asked.</summary>
/// <param name="graph">The images and what their Dockerfiles name.</param>
/// <param name="files">The repository: the Dockerfiles' texts.</param>
/// <param name="sources">What stands behind upstreams; one that is missing is taken as its Dockerfile names it.</param>
public sealed class SolveRequestFactory(ImageGraph graph, IFileTree files, IReadOnlyDictionary<Upstream, ContextSource> sources)
{
    /// <summary>The request for everything that the plan builds.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="contextRoot">The repository root on the host; absolute.</param>
    /// <param name="logDirectory">Where a log per image goes; absolute.</param>
    /// <param name="referenceOf">The reference that an image gets, <c>repository:tag</c>.</param>
    public SolveRequest Create(BuildPlan plan, string contextRoot, string logDirectory, Func<ImageDefinition, string> referenceOf) =>
        new([.. plan.ToBuild.Select(s => Target(s.Image, plan.Supply, referenceOf))], contextRoot, logDirectory);

    private SolveTarget Target(ImageDefinition image, Supply supply, Func<ImageDefinition, string> referenceOf)
    {
        var inputs = graph.Inputs(image);
        return new SolveTarget(image.Name, image.Context, image.Dockerfile, files.ReadText(image.Dockerfile))
        {
            Stage = image.Stage,
            Args = inputs.BuildArgs,
            Contexts = inputs.Contexts
                .Select(c => (c.Key, Source: Source(c.Source)))
                .Where(c => c.Source is not null)
                .ToImmutableSortedDictionary(c => c.Key, c => c.Source!, StringComparer.Ordinal),
            Tags = [referenceOf(image)],
            Labels = Labels(image),
            // The frontend that a syntax line names comes from Docker Hub, which this supply does without.
            UseBuiltInFrontend = supply == Supply.Debian,
        };
    }

    private ContextSource? Source(ImageSource source) => source switch
    {
        ImageSource.Parent parent => new ContextSource.Target(parent.Image),
        ImageSource.External external => sources.GetValueOrDefault(external.Upstream),
        _ => null,
    };

    private static ImmutableSortedDictionary<string, string> Labels(ImageDefinition image)
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (image.Title is not null)
        {
            labels["org.opencontainers.image.title"] = image.Title;
        }

        if (image.Description is not null)
        {
            labels["org.opencontainers.image.description"] = image.Description;
        }

        if (image.Version is not null)
        {
            labels["org.opencontainers.image.version"] = image.Version;
        }

        return labels.ToImmutable();
    }
}
