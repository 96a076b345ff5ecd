using System.Globalization;
using System.Text.RegularExpressions;

namespace Strata.Engine.Engines;

/// <summary>Versions as programs print them.</summary>
internal static partial class SoftwareVersion
{
    /// <summary>The first dotted number of a text, such as 28.5.2 of <c>5:28.5.2+dfsg4-5</c>; null when it has none.</summary>
    internal static Version? Find(string text)
    {
        var match = Dotted().Match(text);
        return match.Success ? Version.Parse(match.Value) : null;
    }

    /// <summary>Size as people read it, in powers of 1000.</summary>
    internal static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} kB"),
    };

    [GeneratedRegex(@"\d{1,9}(\.\d{1,9}){1,3}")]
    private static partial Regex Dotted();
}
