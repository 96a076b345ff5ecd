using System.Collections.Immutable;
using Strata.Graph;
using Strata.Planning;

namespace Strata.Engine.ImageBuild;

/// <summary>The names that images of an engine's store get before a build begins.</summary>
/// <remarks>
/// An image without any name is collected. What a build makes has the name of the call, and gets its fingerprint's when it needs that: when others are built on
/// it, or when the call's name goes over to another image. A second name at once is one more entry in the engine's database for each image of a cold build.
/// </remarks>
public static class StoreNames
{
    /// <summary>The repositories of names that a build may move.</summary>
    /// <param name="steps">The steps of the images that the engine builds or reuses from its store.</param>
    /// <param name="settings">What is the same for all images.</param>
    public static ImmutableArray<string> Repositories(IEnumerable<PlanStep> steps, SolveSettings settings) =>
        [.. steps.SelectMany(s => Moving(s, settings)).Select(SolveRequestFactory.Repository).Distinct(StringComparer.Ordinal)];

    /// <summary>The digests that get names, and the names.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="steps">The steps of the images that the engine builds or reuses from its store.</param>
    /// <param name="settings">What is the same for all images.</param>
    /// <param name="stored">What the engine has in <see cref="Repositories"/>, by digest.</param>
    public static ImmutableArray<(string Digest, string Reference)> Missing(
        ImageGraph graph, IReadOnlyCollection<PlanStep> steps, SolveSettings settings, IReadOnlyDictionary<string, StoredImage> stored)
    {
        var holders = stored.Values.SelectMany(i => i.References.Select(r => (Name: r, Image: i))).ToLookup(h => h.Name, h => h.Image, StringComparer.Ordinal);
        var stoodOn = SolveRequestFactory.StoodOn(graph, steps);
        var names = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var step in steps)
        {
            var moving = Moving(step, settings).ToArray();

            // A refreshed image takes the fingerprint's name over, so that one is not worth keeping.
            names.AddRange(moving.SelectMany(name => holders[name]
                .Where(old => old.Fingerprint != step.Inputs?.Fingerprint)
                .Select(old => (old, SolveRequestFactory.FingerprintTag(old.Fingerprint, name)))
                .Where(kept => !holders.Contains(kept.Item2))
                .Select(kept => (kept.old.Digest, kept.Item2))));
            if (step.Reused is { } reused)
            {
                var own = settings.TagsFingerprints || stoodOn.Contains(step.Image.Name) ? moving.Append(reused.Reference[..reused.Reference.IndexOf('@')]) : moving;
                names.AddRange(own.Except(reused.Stored.References, StringComparer.Ordinal).Select(name => (reused.Stored.Digest, name)));
            }
        }

        return [.. names.Distinct()];
    }

    private static IEnumerable<string> Moving(PlanStep step, SolveSettings settings) => step.Action switch
    {
        PlanAction.Build => settings.Tags(step.Image),
        PlanAction.Reuse => settings.Tags(step.Image).Except(step.Reused!.Stored.References, StringComparer.Ordinal),
        _ => [],
    };
}
