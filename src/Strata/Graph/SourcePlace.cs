namespace Strata.Graph;

/// <summary>Where in the build's C# sources something is declared.</summary>
/// <param name="File">Relative to the repository root, with '/'.</param>
/// <param name="Line">From 1.</param>
public sealed record SourcePlace(string File, int Line)
{
    /// <summary>The place as <c>file:line</c>.</summary>
    public override string ToString() => $"{File}:{Line}";
}
