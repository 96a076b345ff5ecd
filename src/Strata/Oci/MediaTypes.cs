namespace Strata.Oci;

/// <summary>The media types of manifests and configs that registries hold, OCI's own and Docker's older ones.</summary>
public static class MediaTypes
{
    /// <summary>An image manifest of OCI.</summary>
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>An image index of OCI.</summary>
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";

    /// <summary>An image manifest of Docker, schema 2.</summary>
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    /// <summary>A manifest list of Docker.</summary>
    public const string DockerList = "application/vnd.docker.distribution.manifest.list.v2+json";

    /// <summary>The config of an image of OCI.</summary>
    public const string OciConfig = "application/vnd.oci.image.config.v1+json";

    /// <summary>All kinds of manifests, as a registry is asked for them.</summary>
    public static IReadOnlyList<string> Manifests { get; } = [OciManifest, OciIndex, DockerManifest, DockerList];

    /// <summary>Whether it is an index: a list of manifests by platform.</summary>
    public static bool IsIndex(string mediaType) => mediaType is OciIndex or DockerList;
}
