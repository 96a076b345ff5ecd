using System.Collections.Immutable;

namespace Strata.Graph;

/// <summary>How a container of an image runs, in the words of docker compose. None of it changes the image's bytes, so none of it is fingerprinted.</summary>
public sealed record ContainerDefinition
{
    /// <summary>What an image runs with that says nothing else: a read-only root file system with a writable <c>/tmp</c>, and a port told by HOST and PORT.</summary>
    public static ContainerDefinition Default { get; } = new();

    /// <summary>Directories that outlive the container, as absolute paths inside it; each gets a named volume.</summary>
    public ImmutableArray<string> Volumes { get; init; } = [];

    /// <summary>Names of volumes that several images share, by their path in <see cref="Volumes"/>; a volume without one is the image's own.</summary>
    public ImmutableSortedDictionary<string, string> SharedVolumes { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Directories in memory beside <c>/tmp</c>, which every container has.</summary>
    public ImmutableArray<TmpfsMount> Tmpfs { get; init; } = [];

    /// <summary>Variables of the container.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Variables that tell a service where to listen when it shares its machine's network; <c>{host}</c>, <c>{port}</c> and <c>{port:8384}</c> in their
    /// values stand for the address, for where the first port is published, and for where the container's port 8384 is.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Listen { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("HOST", "{host}").Add("PORT", "{port}");

    /// <summary>Why the whole root file system has to be writable; null when it is read-only.</summary>
    public string? WritableBecause { get; init; }

    /// <summary>Why the container has to start as root; null when its image names another user.</summary>
    public string? RootBecause { get; init; }

    /// <summary>The GPUs that it gets, such as <c>all</c>; null for none.</summary>
    public string? Gpus { get; init; }

    /// <summary>Requests that a service that is well answers.</summary>
    public ImmutableArray<SmokeRequest> Smokes { get; init; } = [];

    /// <summary>Commands (for <c>sh -c</c>) that end with 0 inside an image that is well.</summary>
    public ImmutableArray<string> Checks { get; init; } = [];

    /// <summary>Services of the graph that have to run first.</summary>
    public ImmutableArray<ServiceNeed> Needs { get; init; } = [];

    /// <summary>Services from outside that it asks.</summary>
    public ImmutableArray<ExternalService> External { get; init; } = [];
}
