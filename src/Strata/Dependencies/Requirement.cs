using System.Collections.Immutable;
using Strata.Dockerfiles;

namespace Strata.Dependencies;

/// <summary>A package that a file asks for.</summary>
/// <param name="Name">Its normalised name.</param>
/// <param name="Written">The name as written.</param>
/// <param name="Range">The versions that are let in.</param>
/// <param name="File">Where it stands.</param>
/// <param name="Span">The name with its range.</param>
public sealed record Requirement(PackageName Name, string Written, VersionRange Range, DependencyFile File, SourceSpan Span)
{
    /// <summary>Normalised names of the extras asked for.</summary>
    public ImmutableArray<string> Extras { get; init; } = [];

    /// <summary>When it holds; null for always.</summary>
    public Marker? Marker { get; init; }

    /// <summary>Where it comes from in place of the index: an address or a path; null for the index.</summary>
    public string? Source { get; init; }

    /// <summary>It is a package of Debian.</summary>
    public bool IsDebian { get; init; }

    /// <summary>It stands in a lock only, since something that is asked for needs it.</summary>
    public bool IsIndirect { get; init; }

    /// <summary>The name with its range: <c>numpy&gt;=2,&lt;3</c>.</summary>
    public override string ToString() => Written + (Range.IsAny ? "" : Range.Text.StartsWith('^') || char.IsAsciiLetterOrDigit(Range.Text[0]) ? " " + Range.Text : Range.Text);

    /// <summary>Where it stands, as <c>path:line</c>.</summary>
    public string Place => $"{File.Path}:{Span.StartLine}";
}
