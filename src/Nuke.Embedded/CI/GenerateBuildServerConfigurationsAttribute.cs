using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.Parameters;
using Serilog;

namespace Nuke.Common.CI;

/// <summary><c>--generate-configuration ID</c> writes one configuration and ends the process.</summary>
internal sealed class GenerateBuildServerConfigurationsAttribute : BuildExtensionAttributeBase, IOnBuildCreated
{
    public const string Switch = "generate-configuration";

    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        if (!EnvironmentInfo.Arguments.Has("GenerateConfiguration"))
            return;

        var id = EnvironmentInfo.Arguments.ValuesOf("GenerateConfiguration") is [var given] ? given : "";
        var generators = Build.GetType().GetCustomAttributes<ConfigurationAttributeBase>().ToList();
        generators.ForEach(g => g.Build = Build);
        var found = generators.Where(g => g.Id == id).ToList();
        if (found.Count != 1)
            throw new UsageException($"--{Switch}: {found.Count} configurations have the id '{id}'; there are: {string.Join(", ", generators.Select(g => g.Id))}");

        found[0].Generate(executableTargets);
        Log.CloseAndFlush();
        Environment.Exit(0);
    }
}
