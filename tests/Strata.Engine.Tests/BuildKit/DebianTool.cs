using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.BuildKit;

/// <summary>Programs of Debian packages that tests need; unpacked into a folder of the tests, not installed.</summary>
internal static class DebianTool
{
    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>The path of a package's file; a test on a machine that cannot have it is reported as ignored.</summary>
    public static async Task<string> FindAsync(string package, string file)
    {
        if (File.Exists("/" + file))
        {
            return "/" + file;
        }

        await Gate.WaitAsync();
        try
        {
            var folder = Path.Combine(Path.GetTempPath(), "strata-test-tools", package);
            var path = Path.Combine(folder, "root", file);
            if (File.Exists(path) || (await DownloadAsync(package, folder) && File.Exists(path)))
            {
                return path;
            }
        }
        finally
        {
            Gate.Release();
        }

        Assert.Ignore($"no {file}: apt-get install {package}");
        return "";
    }

    private static async Task<bool> DownloadAsync(string package, string folder)
    {
        var partial = folder + ".partial";
        Directory.CreateDirectory(partial);
        var script = """cd "$1" && { apt-get -qq download "$2" || { apt-get -qq update && apt-get -qq download "$2"; }; } && for deb in *.deb; do dpkg -x "$deb" root; done""";
        if ((await new LocalHost().CaptureAsync(new Command("sh", "-c", script, "sh", partial, package), CancellationToken.None)).ExitCode != 0)
        {
            return false;
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.Move(partial, folder);
        return true;
    }
}
