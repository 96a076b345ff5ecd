using Strata.Dockerfiles;

namespace Strata.Linting;

/// <summary>What a rule found at one place.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Severity">As the policy says it.</param>
/// <param name="Path">The file, relative to the repository root.</param>
/// <param name="Span">Where in it.</param>
/// <param name="What">Lower case, no full stop, the user's values in single quotes.</param>
/// <param name="Next">The next step; null where the message says it all.</param>
public sealed record Finding(LintRule Rule, Severity Severity, string Path, SourceSpan Span, string What, string? Next)
{
    /// <summary>The source line with a caret below; null when there is nothing to show.</summary>
    public string? Excerpt { get; init; }

    /// <summary>The mechanical change that mends it; null when there is none.</summary>
    public TextEdit? Fix { get; init; }

    /// <summary>The reason of the comment that ignores it; null when it is not ignored.</summary>
    public string? IgnoredBecause { get; init; }

    /// <summary>The finding as errors are told: <c>path:line:column: what; next (ST012)</c>, with the excerpt.</summary>
    public Problem ToProblem() => new($"{Path}:{Span}", $"{What} ({Rule.Id})", Next, Excerpt);
}
