using System.Collections.Immutable;
using Strata.Dependencies;
using Strata.Dockerfiles;

namespace Strata.Linting;

/// <summary>One rule: what it asks for, why, and how it is checked.</summary>
/// <param name="id">Such as <c>ST012</c>; never given to another rule.</param>
/// <param name="severity">Unless the policy says otherwise.</param>
/// <param name="summary">What is asked for, in one line, lower case, no full stop.</param>
public abstract class LintRule(string id, Severity severity, string summary)
{
    /// <summary>Such as <c>ST012</c>.</summary>
    public string Id { get; } = id;

    /// <summary>Unless the policy says otherwise.</summary>
    public Severity Severity { get; } = severity;

    /// <summary>What is asked for, in one line.</summary>
    public string Summary { get; } = summary;

    /// <summary>What other linters call it (<c>DL3008</c>, names of BuildKit's checks); ignores and policies may use them.</summary>
    public virtual ImmutableArray<string> Aliases => [];

    /// <summary>Why it is asked for.</summary>
    public abstract string Why { get; }

    /// <summary>A text that it catches.</summary>
    public abstract string Bad { get; }

    /// <summary>The same, mended.</summary>
    public abstract string Good { get; }

    /// <summary>What it finds in one Dockerfile.</summary>
    public virtual IEnumerable<Finding> Check(LintedFile file) => [];

    /// <summary>What it finds in the images together and the files beside them.</summary>
    public virtual IEnumerable<Finding> CheckFleet(LintedFleet fleet) => [];

    /// <summary>A finding in a Dockerfile.</summary>
    protected Finding At(LintedFile file, SourceSpan span, string what, string? next = null, TextEdit? fix = null) =>
        new(this, Severity, file.Dockerfile.Path, span, what, next) { Excerpt = file.Dockerfile.ProblemAt(span, what).Excerpt, Fix = fix };

    /// <summary>A finding in another file of the repository.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its text; empty when there is no such file.</param>
    /// <param name="offset">Where in the text.</param>
    /// <param name="what">What is wrong.</param>
    /// <param name="next">The next step.</param>
    protected Finding AtFile(string path, string text, int offset, string what, string? next = null)
    {
        var source = new SourceText(text, path);
        var length = text.AsSpan(offset).IndexOf('\n') is >= 0 and var end ? end : text.Length - offset;
        return new Finding(this, Severity, path, source.Span(offset, offset + length), what, next) { Excerpt = source.ProblemAt(offset, what).Excerpt };
    }

    /// <summary>A finding in a file that says what is installed, or in a Python source.</summary>
    /// <param name="file">The file.</param>
    /// <param name="span">Where in it.</param>
    /// <param name="what">What is wrong.</param>
    /// <param name="next">The next step.</param>
    protected Finding At(DependencyFile file, SourceSpan span, string what, string? next = null) =>
        new(this, Severity, file.Path, span, what, next) { Excerpt = file.ProblemAt(span.Offset, what).Excerpt };
}
