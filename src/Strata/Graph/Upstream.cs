using System.Collections.Immutable;

namespace Strata.Graph;

/// <summary>An image from outside the graph that Dockerfiles may name in FROM, COPY --from or a mount.</summary>
/// <remarks>
/// A name that is neither an image of the graph nor a declared upstream is an error: BuildKit would silently take a
/// public image of that name (moby/buildkit#7091).
/// </remarks>
public sealed record Upstream
{
    private Upstream(string repository, string tag)
    {
        Repository = repository;
        Tag = tag;
    }

    /// <summary>The repository with its registry, such as <c>docker.io/library/python</c>.</summary>
    public string Repository { get; }

    /// <summary>The tag, such as <c>3.12-slim</c>.</summary>
    public string Tag { get; }

    /// <summary>How the Debian supply makes a stand-in; null when that supply has none.</summary>
    public DebianRoot? Debian { get; init; }

    /// <summary>The reference as <c>repository:tag</c>.</summary>
    public string Reference => $"{Repository}:{Tag}";

    /// <summary>Declares an image of a registry.</summary>
    public static Upstream Image(string repository, string tag) => new(repository, tag);

    /// <summary>Says of which Debian suite and packages the Debian supply makes this upstream.</summary>
    /// <param name="suite">A suite's code name, such as <c>trixie</c>.</param>
    /// <param name="packages">Packages beyond the essential ones and apt.</param>
    public Upstream FromDebian(string suite, params string[] packages) =>
        this with { Debian = new DebianRoot(suite, [.. packages]) };

    /// <summary>The reference.</summary>
    public override string ToString() => Reference;
}

/// <summary>A root file system of Debian's packages (mmdebstrap, variant minbase).</summary>
/// <param name="Suite">The suite's code name.</param>
/// <param name="Packages">Packages beyond the variant's own, in the order declared.</param>
public sealed record DebianRoot(string Suite, ImmutableArray<string> Packages);
