using Strata.Engine.BuildKit;

namespace Strata.Targets.Console;

/// <summary>A step of a Dockerfile in one line.</summary>
internal static class StepText
{
    /// <summary><c>[deps 1/2] RUN apt-get update ...</c>; a step without a number is its text alone.</summary>
    public static string Describe(BuildStep step) => step.Index > 0 ? $"{Count(step)} {Command(step)}" : Command(step);

    /// <summary><c>[deps 1/2]</c>.</summary>
    public static string Count(BuildStep step) => $"[{(step.Stage.Length > 0 ? step.Stage + " " : "")}{step.Index}/{step.Count}]";

    /// <summary>The instruction without what says little: its mounts and line breaks.</summary>
    private static string Command(BuildStep step) => string.Join(
        ' ', step.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(w => !w.StartsWith("--mount=", StringComparison.Ordinal)));
}
