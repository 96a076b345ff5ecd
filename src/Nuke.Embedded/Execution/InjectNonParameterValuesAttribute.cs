using Nuke.Common.Parameters;

namespace Nuke.Common.Execution;

/// <summary>Gives members with other injection attributes their values.</summary>
internal sealed class InjectNonParameterValuesAttribute : BuildExtensionAttributeBase, IOnBuildInitialized
{
    public void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan) =>
        InjectionMembers.Inject(Build, a => a.GetType() != typeof(ParameterAttribute));
}
