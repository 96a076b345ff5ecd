namespace Strata.Targets.Tests.Console;

/// <summary>Texts that were looked at by people once.</summary>
internal static class Golden
{
    // Not from the compiler's path of this file, which deterministic builds replace.
    private static readonly string Folder = Path.Combine(FindRepository(), "tests", "Strata.Targets.Tests", "Console", "Golden");

    /// <summary>Holds a text against the file of a name.</summary>
    public static void Check(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        if (Environment.GetEnvironmentVariable("STRATA_RECORD") == "1")
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(path, text);
        }

        Assert.That(File.Exists(path), $"no recording {name}: run with STRATA_RECORD=1, and read what it makes");
        Assert.That(text, Is.EqualTo(File.ReadAllText(path)));
    }

    private static string FindRepository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Strata.slnx")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("the tests run outside the repository");
        }

        return directory.FullName;
    }
}
