namespace Strata.Testing.Dockerfiles;

/// <summary>A Dockerfile of the corpus.</summary>
/// <param name="Name">Unique, in kebab-case.</param>
/// <param name="Text">The file.</param>
/// <param name="IsGood">Whether BuildKit takes it.</param>
/// <param name="IsLate">BuildKit's parser takes it, and refuses it only when it builds: a value, not the syntax, is wrong.</param>
public sealed record CorpusEntry(string Name, string Text, bool IsGood, bool IsLate = false)
{
    /// <summary>The name, as test reports show it.</summary>
    public override string ToString() => Name;
}
