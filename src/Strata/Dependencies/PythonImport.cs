using Strata.Dockerfiles;

namespace Strata.Dependencies;

/// <summary>A module that a Python source imports by an absolute name.</summary>
/// <param name="Module">Such as <c>sklearn.feature_extraction.text</c>.</param>
/// <param name="Names">What is taken from it (<c>from google.cloud import storage</c>); empty for <c>import module</c>.</param>
/// <param name="Span">The module's name.</param>
/// <param name="IsOptional">It is tried only, or serves type checkers only: the source runs without it.</param>
public sealed record PythonImport(string Module, IReadOnlyList<string> Names, SourceSpan Span, bool IsOptional)
{
    /// <summary>The name in front of the first dot.</summary>
    public string Top => Module.Split('.')[0];
}
