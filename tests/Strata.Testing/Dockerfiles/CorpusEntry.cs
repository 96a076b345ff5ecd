namespace Strata.Testing.Dockerfiles;

/// <summary>A Dockerfile of the corpus.</summary>
/// <param name="Name">Unique, in kebab-case.</param>
/// <param name="Text">The file.</param>
/// <param name="IsGood">Whether BuildKit takes it.</param>
public sealed record CorpusEntry(string Name, string Text, bool IsGood)
{
    /// <summary>The name, as test reports show it.</summary>
    public override string ToString() => Name;
}
