using System.Globalization;

namespace Strata.Reports;

/// <summary>Durations as people say them.</summary>
public static class DurationText
{
    /// <summary>Such as <c>0.4 s</c>, <c>48 s</c>, <c>2m 05s</c>, <c>1h 10m</c>.</summary>
    public static string Format(TimeSpan duration) => duration.TotalSeconds switch
    {
        < 9.95 => duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 59.5 => duration.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + " s",
        < 3600 => $"{(int)duration.TotalMinutes}m {duration.Seconds:00}s",
        _ => $"{(int)duration.TotalHours}h {duration.Minutes:00}m",
    };
}
