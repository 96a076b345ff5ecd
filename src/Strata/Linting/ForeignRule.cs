namespace Strata.Linting;

/// <summary>A rule of another linter that Strata has none of its own for.</summary>
/// <param name="name">As that linter calls it, such as <c>DL3001</c> or <c>StageNameCasing</c>.</param>
/// <param name="severity">As that linter weighs it.</param>
/// <param name="linter">Who found it.</param>
/// <param name="summary">What it asks for, in one line.</param>
public sealed class ForeignRule(string name, Severity severity, string linter, string summary) : LintRule(name, severity, summary)
{
    /// <inheritdoc/>
    public override string Why => $"It is a rule of {linter}; see its documentation.";

    /// <inheritdoc/>
    public override string Bad => "";

    /// <inheritdoc/>
    public override string Good => "";

    /// <summary>A finding of the other linter at a line of a Dockerfile.</summary>
    /// <param name="dockerfile">The Dockerfile.</param>
    /// <param name="line">From 1; a line that is not there is the first.</param>
    /// <param name="column">From 1.</param>
    /// <param name="what">What is wrong.</param>
    public Finding At(Dockerfiles.Dockerfile dockerfile, int line, int column, string what)
    {
        var source = new Dockerfiles.SourceText(dockerfile.Text, dockerfile.Path);
        var (start, end) = source.Line(line);
        start = Math.Min(start + Math.Max(0, column - 1), end);
        return new Finding(this, Severity, dockerfile.Path, source.Span(start, end), what, null) { Excerpt = dockerfile.ProblemAt(source.Span(start, end), what).Excerpt };
    }
}
