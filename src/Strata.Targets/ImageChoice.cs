using System.Collections.Immutable;
using Nuke.Common;
using Strata.Graph;
using Strata.Targets.Components;

namespace Strata.Targets;

/// <summary>The images that a call names, and what has to be built for them.</summary>
internal static class ImageChoice
{
    private static readonly string[] Starting = [nameof(IRunImages.Run), nameof(IRunImages.RunAll), nameof(IRunImages.Verify), nameof(IRunImages.VerifyAll)];
    private static readonly string[] TakeImages = [.. Starting, nameof(IRunImages.Logs), nameof(IRunImages.Stop), nameof(IRunImages.Clean)];

    /// <summary>Whether a target works on images by name, or on services; in a build that is <see cref="IRunImages"/>.</summary>
    public static bool IsTaken(string target) => TakeImages.Contains(target);

    /// <summary>Whether a target starts containers of images; in a build that is <see cref="IRunImages"/>.</summary>
    public static bool IsStarting(string target) => Starting.Contains(target);

    /// <summary>Whether a call builds images to run or to verify them, and not to publish them.</summary>
    public static bool RunsContainers(INukeBuild build) => build is IRunImages && build.ExecutionPlan?.Any(t => Starting.Contains(t.Name)) == true;

    /// <summary>Finds out before anything is built what is wrong with the images that are named.</summary>
    /// <exception cref="DefinitionException">An image is not known, none is named where one has to be, or one to run is no service.</exception>
    public static void Check(StrataSession session, IReadOnlyCollection<string> targets, string[]? names)
    {
        if (names is null or [] && targets.FirstOrDefault(t => t is nameof(IRunImages.Run) or nameof(IRunImages.Verify)) is { } target)
        {
            throw new DefinitionException(new Problem("command line", $"{target} takes images and none is named", $"add --image {session.Graph.Images.LastOrDefault()?.Name ?? "NAME"}, or use {target}All"));
        }

        _ = RunTargets.Settings(session, session.Build as IRunImages);
        var images = (names ?? []).Select(session.Graph.Get).ToArray();
        if (targets.Contains(nameof(IRunImages.Run)) && images.FirstOrDefault(i => i.Ports.IsEmpty) is { } image)
        {
            throw new DefinitionException(new Problem($"image '{image.Name}'", "it is no service that runs: it has no port", $"give it one with .Port(...), or use Verify --image {image.Name}"));
        }
    }

    /// <summary>The targets that build images and the services that they need; names that mean none are left out, <see cref="Check"/> tells them.</summary>
    public static Target[] Builds(StrataSession session, string[]? names)
    {
        // The packaged Nuke reads its files of parameters only when all targets are made.
        names ??= ParametersFile.Find(session.Root, Environment.GetCommandLineArgs(), nameof(IHazImageChoice.Image)) ?? [];

        // Nuke asks on each start, whatever is called: the checked graph would cost too much, and its errors come too early.
        var all = session.Images.Definitions;
        var found = new HashSet<ImageDefinition>();
        var waiting = new Queue<ImageDefinition>(names.Select(n => all.FirstOrDefault(d => IsSame(d.Name, n) || IsSame(d.Target, n))).OfType<ImageDefinition>());
        while (waiting.TryDequeue(out var image))
        {
            if (found.Add(image))
            {
                foreach (var need in image.Container.Needs.Select(n => all.FirstOrDefault(d => d.Name == n.Service)).OfType<ImageDefinition>())
                {
                    waiting.Enqueue(need);
                }
            }
        }

        return [.. all.Where(found.Contains).Select(session.Images.TargetOf)];
    }

    /// <summary>The targets that build all services.</summary>
    public static Target[] BuildsOfServices(StrataSession session) => [.. session.Images.Definitions.Where(d => !d.Ports.IsEmpty).Select(session.Images.TargetOf)];

    /// <summary>The names of images in the graph; null when none is named.</summary>
    public static ImmutableHashSet<string>? Names(StrataSession session, string[]? names) =>
        names is null or [] ? null : [.. names.Select(n => session.Graph.Get(n).Name)];

    private static bool IsSame(string name, string asked) => string.Equals(name.Replace("-", ""), asked.Replace("-", ""), StringComparison.OrdinalIgnoreCase);
}
