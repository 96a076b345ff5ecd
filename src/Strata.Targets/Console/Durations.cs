using System.Globalization;

namespace Strata.Targets.Console;

/// <summary>Durations as people say them.</summary>
internal static class Durations
{
    /// <summary>What was measured: <c>0.4 s</c>, <c>48 s</c>, <c>2m 05s</c>, <c>1h 02m</c>.</summary>
    public static string Format(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 9.95 } => duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        _ => Clock(duration),
    };

    /// <summary>What still runs, in whole seconds: <c>4 s</c>, <c>1m 05s</c>.</summary>
    public static string Clock(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 119.5 } => duration.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + " s",
        { TotalHours: < 1 } => $"{(int)duration.TotalMinutes}m {duration.Seconds:00}s",
        _ => $"{(int)duration.TotalHours}h {duration.Minutes:00}m",
    };
}
