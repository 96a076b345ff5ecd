using System.Globalization;
using System.Text.RegularExpressions;

namespace Strata.Dockerfiles;

/// <summary>Durations as Go writes them: <c>1m30s</c>, <c>500ms</c>.</summary>
internal static partial class GoDuration
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text is "0" or "+0" or "-0")
        {
            return true;
        }

        var match = Pattern().Match(text);
        if (!match.Success)
        {
            return false;
        }

        var seconds = 0d;
        for (var i = 0; i < match.Groups[2].Captures.Count; i++)
        {
            seconds += double.Parse(match.Groups[2].Captures[i].Value, CultureInfo.InvariantCulture) * match.Groups[3].Captures[i].Value switch
            {
                "h" => 3600,
                "m" => 60,
                "s" => 1,
                "ms" => 1e-3,
                "ns" => 1e-9,
                _ => 1e-6,
            };
        }

        // Go's durations are nanoseconds in 64 bits: 292 years.
        if (seconds > long.MaxValue / 1e9)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(match.Groups[1].Value == "-" ? -seconds : seconds);
        return true;
    }

    [GeneratedRegex(@"^([+-]?)(?:([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
