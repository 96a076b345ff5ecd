using System.Collections.Immutable;

namespace Strata.Dockerfiles;

/// <summary>Files of the build context that an instruction can read: a path, or what a pattern matches, with all that stands below.</summary>
/// <param name="Path">Relative to the context's root, with '/'; "" for the root.</param>
/// <param name="IsPattern">'*', '?' and '[' are patterns, which stop at '/'; a bind mount's source has none.</param>
public sealed record ContextRead(string Path, bool IsPattern)
{
    /// <summary>The whole context: what counts when nobody can say what is read.</summary>
    public static ContextRead Everything { get; } = new("", false);

    /// <summary>Patterns (<c>--parents</c>) of what is read below the path; null for all of it.</summary>
    public PathPatterns? Only { get; init; }

    /// <summary>Patterns (<c>--exclude</c>) of what is not read below the path.</summary>
    public PathPatterns? Except { get; init; }
}
