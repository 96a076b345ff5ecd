using Strata.Testing;

namespace Strata.Targets.Tests.Console;

/// <summary>Texts that were looked at by people once.</summary>
internal static class Golden
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Strata.Targets.Tests", "Console", "Golden");

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
}
