namespace Strata.Targets.Console;

/// <summary>Bytes as people say them, in powers of 1000 as registries count.</summary>
internal static class Bytes
{
    public static string Format(long bytes) => ByteText.Format(bytes);
}
