using System.Globalization;

namespace Strata;

/// <summary>Bytes as people say them, in powers of 1000 as registries count.</summary>
public static class ByteText
{
    /// <summary>Such as <c>92 B</c>, <c>343 kB</c>, <c>1.2 MB</c>, <c>373 MB</c>, <c>1.37 GB</c>.</summary>
    public static string Format(long bytes) => bytes switch
    {
        < 0 => "-" + Format(-bytes),
        < 1_000 => $"{bytes} B",
        < 999_500 => Number(bytes / 1e3, "0") + " kB",
        < 999_500_000 => Number(bytes / 1e6, bytes < 9_950_000 ? "0.0" : "0") + " MB",
        _ => Number(bytes / 1e9, "0.00") + " GB",
    };

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
