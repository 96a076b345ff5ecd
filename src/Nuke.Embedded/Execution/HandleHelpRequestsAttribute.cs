using Serilog;

namespace Nuke.Common.Execution;

/// <summary>Shows the help and exits when it is asked for, or when there is nothing to do.</summary>
internal sealed class HandleHelpRequestsAttribute : BuildExtensionAttributeBase, IOnBuildInitialized
{
    public void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan)
    {
        if (!Build.Help && executionPlan.Count > 0)
            return;
        ConsoleText.Write(ConsoleStyle.Plain, HelpText.Of(Build, ConsoleText.Columns));
        Log.CloseAndFlush();
        Environment.Exit(0);
    }
}
