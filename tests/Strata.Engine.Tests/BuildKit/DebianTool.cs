using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.BuildKit;

/// <summary>Programs of Debian packages that tests need; unpacked into a folder of the tests, not installed.</summary>
internal static class DebianTool
{
    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>The path of a package's file; a test on a machine that cannot have it is reported as ignored.</summary>
    /// <param name="package">The package.</param>
    /// <param name="files">Where releases of Debian have the file.</param>
    public static async Task<string> FindAsync(string package, params string[] files)
    {
        if (files.FirstOrDefault(f => File.Exists("/" + f)) is { } installed)
        {
            return "/" + installed;
        }

        await Gate.WaitAsync();
        try
        {
            var folder = Path.Combine(Path.GetTempPath(), "strata-test-tools", package);
            string? Unpacked() => files.Select(f => Path.Combine(folder, "root", f)).FirstOrDefault(File.Exists);
            if (Unpacked() is { } there)
            {
                return there;
            }

            if (await DownloadAsync(package, folder) && Unpacked() is { } path)
            {
                return path;
            }
        }
        finally
        {
            Gate.Release();
        }

        Assert.Ignore($"no {files[0]}: apt-get install {package}");
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
