namespace Strata.Tests.Reports;

/// <summary>Texts that lie beside the tests; <c>STRATA_GOLDEN=write</c> writes them anew, for a look at what git then shows.</summary>
internal static class Golden
{
    public static void Expect(string name, string text)
    {
        var file = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("STRATA_GOLDEN") == "write")
        {
            File.WriteAllText(file, text);
        }

        Assert.That(text, Is.EqualTo(File.ReadAllText(file)), name);
    }

    private static string Folder()
    {
        var directory = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Strata.slnx")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory?.FullName ?? throw new DirectoryNotFoundException("no Strata.slnx above the tests"), "tests/Strata.Tests/Reports");
    }
}
