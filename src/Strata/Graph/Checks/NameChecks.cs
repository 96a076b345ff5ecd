using System.Text.RegularExpressions;
using Strata.Oci;

namespace Strata.Graph.Checks;

/// <summary>Names of images: valid as repository, bake target and named context, and each given once.</summary>
internal static partial class NameChecks
{
    /// <summary>Whether a text can name an image, or something that stands beside images.</summary>
    public static bool IsValid(string name) => Valid().IsMatch(name) && name is not ("scratch" or "context");

    public static IEnumerable<Problem> Check(ImageSheet sheet)
    {
        var name = sheet.Image.Name;
        if (!Valid().IsMatch(name))
        {
            yield return sheet.Problem("the name is not valid for an image", "use lower-case letters and digits, with single '-' or '_' between them");
        }
        else if (name is "scratch" or "context")
        {
            yield return sheet.Problem($"BuildKit keeps the name '{name}' for itself", "choose another");
        }

        if (sheet.Image.Version is { } version && ImageTag.WhyInvalid(version) is { } why)
        {
            yield return sheet.Problem($"the version becomes a tag: {why}");
        }
    }

    public static IEnumerable<Problem> CheckDuplicates(GraphSheets graph) =>
        from sheet in graph.Sheets
        let first = graph.ByName[sheet.Image.Name]
        where first != sheet
        select sheet.Problem($"the name is taken{At(first)}", "give one of the images another name");

    private static string At(ImageSheet other) => other.Image.Origin is { } origin ? $" by the image at {origin}" : $" by the target '{other.Image.Target}'";

    // A repository's part by the OCI's grammar, without the '.' that bake does not allow.
    [GeneratedRegex("^[a-z0-9]+(?:(?:_|__|-+)[a-z0-9]+)*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Valid();
}
