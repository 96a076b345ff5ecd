using System.Security.Cryptography;
using Spectre.Console;
using Strata.Graph;
using Strata.Planning;

namespace Strata.Targets.Console;

/// <summary>Loads what a build comes to in the end, on another thread, while this one still reads the graph.</summary>
/// <remarks>A call that builds nothing takes a third of a second, nearly all of it the first use of each part of the program and its libraries.</remarks>
internal static class Preloading
{
    /// <summary>Begins; nobody has to wait for it.</summary>
    /// <param name="images">Some of which the table at the end will tell.</param>
    public static void Begin(IEnumerable<ImageDefinition> images) => _ = Task.Run(() =>
    {
        SHA256.HashData([]);
        ImageDefinition[] rows = [.. images.Take(2)];
        var results = rows.ToDictionary(i => i.Name, ImageResult (i) => new ImageReused(i.Name, i.Name + ":tag", "sha256:0", [new LayerSize("sha256:0", 1)]), StringComparer.Ordinal);
        var nowhere = ConsoleOutput.To(TextWriter.Null, isRedirected: true);
        nowhere.Write(ImageTable.Render(rows, results, nowhere.Profile.Width));
    });
}
