using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Graph;
using Strata.Planning;

namespace Strata.Engine.ImageBuild;

/// <summary>Makes the request for the images that a plan builds.</summary>
public static class SolveRequestFactory
{
    /// <summary>A target for each image to build, parents first.</summary>
    /// <param name="graph">The graph, read for the plan's supply.</param>
    /// <param name="plan">What to build.</param>
    /// <param name="upstreams">What stands for images from outside; in the hub supply, one without an entry is taken as its Dockerfile names it.</param>
    /// <param name="settings">What is the same for all images.</param>
    /// <param name="isOurs">Which of the images to build get a target; null for all. The others are built on another machine, and stood on as targets nonetheless.</param>
    /// <exception cref="DefinitionException">The debian supply has nothing for an upstream, which would then come from a public registry; all of them.</exception>
    public static SolveRequest Create(ImageGraph graph, BuildPlan plan, IReadOnlyDictionary<Upstream, ContextSource> upstreams, SolveSettings settings, Predicate<PlanStep>? isOurs = null)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var steps = plan.Steps.ToDictionary(s => s.Image.Name, StringComparer.Ordinal);
        var stoodOn = StoodOn(graph, plan.Steps);
        var targets = plan.ToBuild.Where(s => isOurs?.Invoke(s) != false)
            .Select(step => Target(step, graph, plan.Supply, steps, upstreams, settings, problems) with { Tags = Tags(step, settings, stoodOn.Contains(step.Image.Name) || step.NoCache || step.Replaces) }).ToImmutableArray();
        return problems.Count > 0
            ? throw new DefinitionException(problems.DrainToImmutable())
            : new SolveRequest(targets, settings.ContextRoot, settings.LogDirectory);
    }

    private static SolveTarget Target(
        PlanStep step,
        ImageGraph graph,
        Supply supply,
        Dictionary<string, PlanStep> steps,
        IReadOnlyDictionary<Upstream, ContextSource> upstreams,
        SolveSettings settings,
        ImmutableArray<Problem>.Builder problems)
    {
        var image = step.Image;
        var inputs = graph.Inputs(image);
        var target = new SolveTarget(image.Name, image.Context, image.Dockerfile, inputs.Dockerfile.Text);
        var contexts = target.Contexts.ToBuilder();
        foreach (var (key, source) in inputs.Contexts)
        {
            switch (source)
            {
                case ImageSource.Parent parent:
                    contexts[key] = steps[parent.Image] is { Reused: { } reused } stored
                        ? ContextSource.OfStored(parent.Image, reused.Reference, graph.Inputs(stored.Image).Dockerfile.Text)
                        : new ContextSource.Target(parent.Image);
                    break;

                case ImageSource.Git git:
                    contexts[key] = new ContextSource.Git(git.Source.Url, git.Source.Commit);
                    break;

                // A digest that the Dockerfile fixes says more than the tag that was resolved.
                case ImageSource.External { Digest: not null } when supply == Supply.Hub:
                    break;
                case ImageSource.External external when upstreams.TryGetValue(external.Upstream, out var stand):
                    contexts[key] = stand;
                    break;
                case ImageSource.External external when supply != Supply.Hub:
                    problems.Add(new Problem(
                        $"image '{image.Name}'",
                        $"the {supply.ToWord()} supply has nothing for '{external.Upstream}'",
                        "say of which packages it is made with .FromDebian(...)"));
                    break;
            }
        }

        var foundation = LayerBase.Of(inputs);
        var below = foundation is ImageSource.Parent { Image: var name } ? steps[name] : null;
        return target with
        {
            Stage = image.Stage,
            Args = target.Args.AddRange(inputs.BuildArgs),
            Contexts = contexts.ToImmutable(),
            Labels = target.Labels
                .AddRange(settings.CommitLabels.GetValueOrDefault(image.Name) ?? target.Labels)
                .SetItems(ImageLabels.Of(step, supply, foundation, below is null ? null : FingerprintTag(below, settings.Tags(below.Image)[0]))),
            IsDockerfileLinked = inputs.IsDockerfileLinked,
            UseBuiltInFrontend = supply == Supply.Debian,
            NoCache = step.NoCache,
            CacheReference = settings.Cache?.Invoke(image),
            Secrets = [.. image.Secrets.Select(s => new SolveSecret(s.Id, s.Variable, s.File is null ? null : settings.FileOf(s.File)))],
        };
    }

    /// <summary>The repository of a reference.</summary>
    internal static string Repository(string reference) => reference[..reference.LastIndexOf(':')];

    /// <summary>The name of a fingerprint's image beside a reference, in the same repository.</summary>
    internal static string FingerprintTag(Fingerprint fingerprint, string reference) => $"{Repository(reference)}:{fingerprint.Tag}";

    /// <summary>The images that what is built stands on.</summary>
    internal static ImmutableHashSet<string> StoodOn(ImageGraph graph, IEnumerable<PlanStep> steps) =>
        [.. steps.Where(s => s.Action == PlanAction.Build).SelectMany(s => graph.Inputs(s.Image).Contexts).Select(c => c.Source).OfType<ImageSource.Parent>().Select(p => p.Image)];

    // The fingerprint's tag keeps the image in the store when its own tag moves on, be it before all of the call that stand on it are built. A refreshed
    // image takes it over from the one before, which must not be found by it any more.
    private static ImmutableArray<string> Tags(PlanStep step, SolveSettings settings, bool isNeeded)
    {
        var tags = settings.Tags(step.Image);
        return settings.TagsFingerprints || isNeeded ? [.. tags, .. tags.Select(t => FingerprintTag(step, t)).OfType<string>().Distinct(StringComparer.Ordinal)] : tags;
    }

    private static string? FingerprintTag(PlanStep step, string reference) => step.Inputs is { } inputs ? FingerprintTag(inputs.Fingerprint, reference) : null;
}
