using System.ComponentModel;
using System.Diagnostics;
using Nuke.Common;

namespace Strata.Targets.Views;

/// <summary>Shows pages to somebody who sits before this machine.</summary>
internal static class Browser
{
    /// <summary>Opens a page, on a desktop only; the caller says where the page is in any case.</summary>
    public static void Open(string page)
    {
        if (!IsDesktop())
        {
            return;
        }

        try
        {
            Process.Start(new ProcessStartInfo(page) { UseShellExecute = true })?.Dispose();
        }
        catch (Win32Exception)
        {
            // A desktop without a browser.
        }
    }

    private static bool IsDesktop() =>
        !System.Console.IsOutputRedirected && !System.Console.IsErrorRedirected && !NukeBuild.IsServerBuild && Environment.UserInteractive
        && (!OperatingSystem.IsLinux() || HasDisplay("DISPLAY") || HasDisplay("WAYLAND_DISPLAY"));

    private static bool HasDisplay(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
