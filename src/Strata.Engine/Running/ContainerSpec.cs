using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Strata.Graph;

namespace Strata.Engine.Running;

/// <summary>A container to start.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Image">What it is started from.</param>
/// <param name="Role">A role of <see cref="ContainerLabels"/>.</param>
public sealed record ContainerSpec(string Name, RunnableImage Image, string Role)
{
    /// <summary>The network: <c>host</c>, <c>none</c>, or one of the engine's.</summary>
    public required string Network { get; init; }

    /// <summary>Where its ports answer.</summary>
    public ImmutableArray<PublishedPort> Ports { get; init; } = [];

    /// <summary>Variables with their values.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Variables that are handed on from the caller's environment, so that their values stand in no command line.</summary>
    public ImmutableSortedSet<string> Inherited { get; init; } = [];

    /// <summary>The volume's name for each path; null for one that goes with the container.</summary>
    public ImmutableSortedDictionary<string, string?> Volumes { get; init; } = ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal);

    /// <summary>While it starts, its health is asked each second for this long; null leaves it to the image.</summary>
    public TimeSpan? StartPeriod { get; init; }

    /// <summary>Labels besides those that follow from the rest.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private bool IsBridged => Network is not ("host" or "none");

    /// <summary>A hash of image and command line.</summary>
    public string Configuration => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', [Image.Digest, .. Options()]))))[..16];

    /// <summary>The words behind <c>docker run</c>.</summary>
    /// <param name="command">What runs in place of the image's entrypoint: a program and its arguments; none for the entrypoint.</param>
    public ImmutableArray<string> Arguments(params ImmutableArray<string> command) =>
    [
        "--name", Name,
        "--label", $"{ContainerLabels.Role}={Role}",
        "--label", $"{ContainerLabels.Image}={Image.Definition.Name}",
        "--label", $"{ContainerLabels.Ports}={string.Join(',', Ports.Where(p => p.Port is not null and not 0).Select(p => $"{p.Container}={p.Address}"))}",
        "--label", $"{ContainerLabels.Configuration}={Configuration}",
        .. Labels.SelectMany(l => (string[])["--label", $"{l.Key}={l.Value}"]),
        .. Options(),
        .. command.IsEmpty ? [] : (string[])["--entrypoint", command[0]],
        Image.Reference,
        .. command.Skip(1),
    ];

    private IEnumerable<string> Options()
    {
        var container = Image.Definition.Container;

        // A name that the engine does not know would be looked for on Docker Hub, where it is somebody else's.
        string[] pull = ["--pull", Image.IsRemote ? "missing" : "never"];
        IEnumerable<string> options =
        [
            .. pull,
            "--network", Network,
            .. IsBridged ? ["--network-alias", Image.Definition.Name] : Array.Empty<string>(),
            .. IsBridged ? Ports.Where(p => p.Port is not null).SelectMany(p => (string[])["--publish", p.Publish]) : [],
            .. container.WritableBecause is null ? ["--read-only"] : Array.Empty<string>(),
            .. container.Tmpfs.Any(t => t.Path == "/tmp") ? [] : (string[])["--tmpfs", "/tmp"],
            .. container.Tmpfs.SelectMany(t => (string[])["--tmpfs", t.ToString()]),
            .. Volumes.SelectMany(v => (string[])["--mount", $"type=volume,{(v.Value is { } name ? $"source={name},volume-label={ContainerLabels.Clone}={Labels[ContainerLabels.Clone]}," : "")}destination={v.Key}"]),
            .. Environment.SelectMany(e => (string[])["--env", $"{e.Key}={e.Value}"]),
            .. Inherited.SelectMany(e => (string[])["--env", e]),
            .. container.Gpus is { } gpus ? ["--gpus", gpus] : Array.Empty<string>(),
            .. StartPeriod is { } period ? ["--health-start-period", $"{period.TotalSeconds:0}s", "--health-start-interval", "1s"] : Array.Empty<string>(),
        ];
        return options;
    }
}
