using System.Diagnostics;

namespace Strata.Targets.Tests.Views;

/// <summary>Programs that tests install from Debian's packages.</summary>
internal static class DebianPackage
{
    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>Makes sure that a program is there; a test on a machine that cannot have it is reported as ignored.</summary>
    public static async Task RequireAsync(string package)
    {
        await Gate.WaitAsync();
        try
        {
            if (await ShellAsync($"command -v {package} > /dev/null") == 0)
            {
                return;
            }

            if (!OperatingSystem.IsLinux() || !File.Exists("/etc/debian_version") || Environment.UserName != "root"
                || await ShellAsync($"export DEBIAN_FRONTEND=noninteractive; apt-get install -y -qq --no-install-recommends {package} || {{ apt-get update -qq && apt-get install -y -qq --no-install-recommends {package}; }}") != 0)
            {
                Assert.Ignore($"no {package}: apt-get install {package}");
            }
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Runs a command line of the shell without output.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> ShellAsync(string script)
    {
        var start = new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
