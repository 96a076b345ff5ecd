using System.Text;

namespace Strata.Targets.Images;

/// <summary>How a target's name becomes an image's.</summary>
internal static class ImageName
{
    /// <summary>The target's name in kebab-case: <c>SvcOcr</c> is <c>svc-ocr</c>, <c>BaseCUDA12</c> is <c>base-cuda12</c>.</summary>
    public static string OfTarget(string target)
    {
        var name = new StringBuilder(target.Length + 4);
        for (var i = 0; i < target.Length; i++)
        {
            var startsWord = char.IsUpper(target[i]) && i > 0 &&
                (!char.IsUpper(target[i - 1]) || (i + 1 < target.Length && char.IsLower(target[i + 1])));
            if (startsWord)
                name.Append('-');
            name.Append(char.ToLowerInvariant(target[i]));
        }

        return name.ToString();
    }
}
