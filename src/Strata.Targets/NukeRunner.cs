using Nuke.Common;

namespace Strata.Targets;

/// <summary>Which Nuke the build runs on.</summary>
internal static class NukeRunner
{
    private static readonly System.Reflection.AssemblyName Assembly = typeof(NukeBuild).Assembly.GetName();

    /// <summary>What the first line of a build calls it.</summary>
    public static string Name => Assembly.Name == "Nuke.Embedded" ? "nuke 10.1.0 (embedded)" : $"nuke {Assembly.Version?.ToString(3)}";
}
