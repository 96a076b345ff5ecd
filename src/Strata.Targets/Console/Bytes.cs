using System.Globalization;

namespace Strata.Targets.Console;

/// <summary>Bytes as people say them, in powers of 1000 as registries count.</summary>
internal static class Bytes
{
    public static string Format(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes} B",
        < 1_000_000 => $"{(bytes / 1e3).ToString("0", CultureInfo.InvariantCulture)} kB",
        < 1_000_000_000 => $"{(bytes / 1e6).ToString(bytes < 10_000_000 ? "0.0" : "0", CultureInfo.InvariantCulture)} MB",
        _ => $"{(bytes / 1e9).ToString("0.00", CultureInfo.InvariantCulture)} GB",
    };
}
