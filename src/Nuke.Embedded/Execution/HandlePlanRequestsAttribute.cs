using System.ComponentModel;
using System.Diagnostics;
using Nuke.Common.IO;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>Shows the plan as text and as a page, and exits, when it is asked for.</summary>
internal sealed class HandlePlanRequestsAttribute : BuildExtensionAttributeBase, IOnBuildInitialized
{
    public void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan)
    {
        if (!Build.Plan)
            return;
        var page = Build.TemporaryDirectory / "execution-plan.html";
        page.WriteAllText(PlanPage.Of(executionPlan));
        ConsoleText.Write(ConsoleStyle.Plain, PlanText.Of(executionPlan));
        ConsoleText.Write(ConsoleStyle.Dim, $"\nAs a page: {Build.RootDirectory.GetRelativePathTo(page)}");
        Open(page);
        Log.CloseAndFlush();
        Environment.Exit(0);
    }

    private static void Open(AbsolutePath page)
    {
        if (!IsDesktop())
            return;
        try
        {
            Process.Start(new ProcessStartInfo(page) { UseShellExecute = true })?.Dispose();
        }
        catch (Win32Exception)
        {
            // There is a desktop but no browser: the line above says where the page is.
        }
    }

    private static bool IsDesktop()
    {
        if (Console.IsOutputRedirected || NukeBuild.IsServerBuild || !Environment.UserInteractive)
            return false;
        return !OperatingSystem.IsLinux()
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY"))
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY"));
    }
}
