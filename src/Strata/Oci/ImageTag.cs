using System.Text.RegularExpressions;

namespace Strata.Oci;

/// <summary>The tag of an image reference, as the OCI distribution specification has it.</summary>
public static partial class ImageTag
{
    private const int Longest = 128;

    /// <summary>Says why a text is no tag; null when it is one.</summary>
    public static string? WhyInvalid(string text) =>
        text.Length == 0 ? "a tag must not be empty"
        : text.Length > Longest ? $"'{text}' is no tag: it has more than {Longest} characters"
        : Valid().IsMatch(text) ? null
        : $"'{text}' is no tag: use letters, digits, '_', '.' and '-', neither of the last two in front";

    /// <summary>The nearest tag to a text: what a tag cannot hold becomes '-'; null when nothing is left.</summary>
    public static string? Sanitize(string text)
    {
        var clean = Other().Replace(text, "-").TrimStart('.', '-');
        return clean.Length == 0 ? null : clean[..Math.Min(clean.Length, Longest)];
    }

    [GeneratedRegex("\\A[A-Za-z0-9_][A-Za-z0-9_.-]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Valid();

    [GeneratedRegex("[^A-Za-z0-9_.-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Other();
}
