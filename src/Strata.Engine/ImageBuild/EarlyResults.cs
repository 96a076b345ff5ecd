using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Engine.ImageBuild;

/// <summary>Hands events on, and makes results of exported images while the others are still built.</summary>
/// <param name="inner">Hears all events.</param>
/// <param name="request">All targets of the build.</param>
/// <param name="settle">Takes a result.</param>
internal sealed class EarlyResults(IBuildProgress inner, SolveRequest request, Action<ImageResult> settle) : IBuildProgress
{
    private readonly ImmutableDictionary<string, string> _references = request.Targets.ToImmutableDictionary(t => t.Name, t => t.Tags[0], StringComparer.Ordinal);
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public void Report(BuildEvent happened)
    {
        if (happened is BuildEvent.StepStarted { Image: var image } && _begun.Add(image))
        {
            inner.Report(new BuildEvent.ImageStarted(image));
        }

        inner.Report(happened);
        if (happened is BuildEvent.ImageExported exported && _references.TryGetValue(exported.Image, out var reference))
        {
            settle(new ImageBuilt(exported.Image, reference, exported.Digest, exported.Duration, [], exported.Steps, exported.CachedSteps));
        }
    }
}
