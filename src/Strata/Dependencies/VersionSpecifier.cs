namespace Strata.Dependencies;

/// <summary>Reads one specifier of PEP 440, such as <c>~=1.4.2</c>.</summary>
internal static class VersionSpecifier
{
    private static readonly string[] Operators = ["===", "==", "!=", "<=", ">=", "~=", "<", ">"];

    /// <summary>What it lets in; null when it cannot be read.</summary>
    public static VersionRange? TryRead(string text)
    {
        if (Operators.FirstOrDefault(o => text.StartsWith(o, StringComparison.Ordinal)) is not { } sign)
        {
            return null;
        }

        var written = text[sign.Length..].Trim();
        var isPrefix = written.EndsWith(".*", StringComparison.Ordinal) && sign is "==" or "!=";
        if (!PackageVersion.TryParse(isPrefix ? written[..^2] : written, out var version) || isPrefix && version.HasLocal)
        {
            return null;
        }

        return sign switch
        {
            "==" or "!=" when isPrefix => Prefix(version, version.Release.Length, isIn: sign == "=="),
            "==" or "===" => VersionRange.Exactly(version, written),
            "!=" => VersionRange.Outside(version, false, version.Last(), false),
            ">=" => VersionRange.Between(version, true, null, false),
            "<=" => VersionRange.Between(null, false, version.Last(), true),
            ">" => VersionRange.Between(version.Last(), false, null, false),

            // 2.0rc1 is below 2.0, but '<2.0' does not let it in.
            "<" => VersionRange.Between(null, false, version.IsPrerelease ? version : version.First(), false),
            "~=" when version.Release.Length > 1 => VersionRange.Between(version, true, version.Next(version.Release.Length - 1), false),
            _ => null,
        };
    }

    private static VersionRange Prefix(PackageVersion version, int count, bool isIn) =>
        isIn
            ? VersionRange.Between(version.First(), true, version.Next(count), false)
            : VersionRange.Outside(version.First(), false, version.Next(count), true);
}
