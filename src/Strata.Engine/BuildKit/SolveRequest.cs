using System.Collections.Immutable;

namespace Strata.Engine.BuildKit;

/// <summary>One <c>docker buildx bake</c>: targets that BuildKit solves together.</summary>
/// <param name="Targets">Parents before children.</param>
/// <param name="ContextRoot">The repository root on the host; absolute.</param>
/// <param name="LogDirectory">Where a log per image is written, on this machine; absolute.</param>
public sealed record SolveRequest(ImmutableArray<SolveTarget> Targets, string ContextRoot, string LogDirectory)
{
    /// <summary>Goes on with the logs that are there in place of starting them anew: a further round of the same build.</summary>
    public bool AppendLogs { get; init; }

    /// <summary>The images of the engine's store that targets stand on, each with the platforms of the first that does.</summary>
    public IEnumerable<(ContextSource.Stored Image, ImmutableArray<string> Platforms)> Stored() =>
        Targets.SelectMany(t => t.Contexts.Values.OfType<ContextSource.Stored>().Select(s => (Image: s, t.Platforms))).DistinctBy(s => s.Image.Name, StringComparer.Ordinal);

    /// <summary>The targets of the request that a target is made of, directly or not, in the request's order; empty for an unknown name.</summary>
    public ImmutableArray<SolveTarget> Ancestors(string name)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { name };
        for (var i = Targets.Length - 1; i >= 0; i--)
        {
            if (found.Contains(Targets[i].Name))
            {
                found.UnionWith(Targets[i].Contexts.Values.OfType<ContextSource.Target>().Select(c => c.Name));
            }
        }

        found.Remove(name);
        return [.. Targets.Where(t => found.Contains(t.Name))];
    }
}

/// <summary>One image for BuildKit.</summary>
/// <param name="Name">The image's name; also bake's target.</param>
/// <param name="Context">Relative to the context root.</param>
/// <param name="Dockerfile">Relative to the context root.</param>
/// <param name="DockerfileText">Its text: what the progress of steps is matched with, and what a private copy is made of.</param>
public sealed record SolveTarget(string Name, string Context, string Dockerfile, string DockerfileText)
{
    /// <summary>The stage to build; null for the last.</summary>
    public string? Stage { get; init; }

    /// <summary>Build arguments.</summary>
    public ImmutableSortedDictionary<string, string> Args { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Named contexts: what stands for a name in FROM, COPY --from and mounts.</summary>
    public ImmutableSortedDictionary<string, ContextSource> Contexts { get; init; } = ImmutableSortedDictionary.Create<string, ContextSource>(StringComparer.Ordinal);

    /// <summary>What its steps are given and the image does not keep.</summary>
    public ImmutableArray<SolveSecret> Secrets { get; init; } = [];

    /// <summary>References that the image gets, <c>repository:tag</c>.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Labels of the image.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Platforms such as <c>linux/amd64</c>; empty for the engine's own.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>Ignore the Dockerfile's <c>syntax</c> directive, since the frontend that it names cannot be pulled.</summary>
    public bool UseBuiltInFrontend { get; init; }

    /// <summary>The Dockerfile is a symbolic link, which BuildKit would not follow out of its folder: it gets a copy of the text.</summary>
    public bool IsDockerfileLinked { get; init; }

    /// <summary>Where in a registry its finished steps are kept and looked for, <c>repository:tag</c>; null for the engine's own cache only.</summary>
    public string? CacheReference { get; init; }

    /// <summary>Solve each step anew.</summary>
    public bool NoCache { get; init; }
}

/// <summary>What stands behind a named context.</summary>
public abstract record ContextSource
{
    private ContextSource()
    {
    }

    /// <summary>Another target of the same request.</summary>
    public sealed record Target(string Name) : ContextSource;

    /// <summary>An image by digest: a tag alone may mean another image in the registry than in the local store.</summary>
    /// <param name="Reference"><c>repository:tag@sha256:...</c>.</param>
    public sealed record Image(string Reference) : ContextSource;

    /// <summary>An image by digest that the engine's own store has: BuildKit looks there first, and asks its registry only when it is not there.</summary>
    /// <remarks>An image that is a named context itself is looked for in its registry first, Docker Hub for a name without one, each time that a child is built.</remarks>
    /// <param name="Name">The image's name; no target of the request.</param>
    /// <param name="Reference"><c>repository:tag@sha256:...</c>.</param>
    public sealed record Stored(string Name, string Reference) : ContextSource;

    /// <summary>What stands for an image that the engine's own store has: its triggers, when its Dockerfile leaves any, have to run where a child names it.</summary>
    /// <param name="name">The image's name.</param>
    /// <param name="reference"><c>repository:tag@sha256:...</c>.</param>
    /// <param name="dockerfileText">The text of its Dockerfile.</param>
    public static ContextSource OfStored(string name, string reference, string dockerfileText) =>
        dockerfileText.Contains("ONBUILD", StringComparison.OrdinalIgnoreCase) ? new Image(reference) : new Stored(name, reference);

    /// <summary>A Git repository at one commit; BuildKit clones it where it runs.</summary>
    /// <param name="Url">Its address.</param>
    /// <param name="Commit">The full commit id.</param>
    public sealed record Git(string Url, string Commit) : ContextSource;

    /// <summary>An image of an OCI layout on the host.</summary>
    /// <param name="Directory">Absolute.</param>
    /// <param name="Digest">Digest of the manifest, <c>sha256:...</c>.</param>
    public sealed record OciLayout(string Directory, string Digest) : ContextSource;
}
