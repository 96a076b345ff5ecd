namespace Strata.Engine.Supplies;

/// <summary>A Linux platform in OCI's words.</summary>
/// <param name="Architecture">Go's word, such as <c>amd64</c>.</param>
/// <param name="Variant">Such as <c>v7</c>; null for most.</param>
internal sealed record OciPlatform(string Architecture, string? Variant = null)
{
    /// <summary>The platform that an architecture of Debian runs on.</summary>
    public static OciPlatform FromDebian(string architecture) => architecture switch
    {
        "i386" => new OciPlatform("386"),
        "armel" => new OciPlatform("arm", "v5"),
        "armhf" => new OciPlatform("arm", "v7"),
        "ppc64el" => new OciPlatform("ppc64le"),
        "mips64el" => new OciPlatform("mips64le"),
        _ => new OciPlatform(architecture),
    };
}
