using Strata.Dockerfiles;

namespace Strata.Dependencies;

/// <summary>A file that says what is installed: a requirement file, <c>pyproject.toml</c>, a lock, a package list, or a Dockerfile.</summary>
public sealed class DependencyFile
{
    private readonly SourceText _source;

    /// <summary>A file that was read.</summary>
    /// <param name="path">Relative to the repository root.</param>
    /// <param name="text">Its text.</param>
    public DependencyFile(string path, string text) => _source = new SourceText(text, path);

    /// <summary>Relative to the repository root.</summary>
    public string Path => _source.Path;

    /// <summary>The text.</summary>
    public string Text => _source.Text;

    /// <summary>Where a piece of the text stands; what reaches beyond the text is cut off.</summary>
    /// <param name="start">Offset of its first character.</param>
    /// <param name="end">Offset behind its last one.</param>
    public SourceSpan Span(int start, int end) => _source.Span(Math.Min(start, Text.Length), Math.Clamp(end, Math.Min(start, Text.Length), Text.Length));

    /// <summary>A problem at a place, with the source line and a caret.</summary>
    public Problem ProblemAt(int offset, string what, string? next = null) => _source.ProblemAt(offset, what, next);
}

/// <summary>Something in a file that cannot be understood.</summary>
/// <param name="File">The file.</param>
/// <param name="Span">Where.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Next">The next step; null when there is none.</param>
public sealed record DependencyProblem(DependencyFile File, SourceSpan Span, string What, string? Next = null);
