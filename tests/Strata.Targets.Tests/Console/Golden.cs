using System.Runtime.CompilerServices;

namespace Strata.Targets.Tests.Console;

/// <summary>Texts that were looked at by people once.</summary>
internal static class Golden
{
    /// <summary>Holds a text against the file of a name.</summary>
    public static void Check(string name, string text, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("STRATA_RECORD") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.That(File.Exists(path), $"no recording {name}: run with STRATA_RECORD=1, and read what it makes");
        Assert.That(text, Is.EqualTo(File.ReadAllText(path)));
    }
}
