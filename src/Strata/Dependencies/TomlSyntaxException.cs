namespace Strata.Dependencies;

/// <summary>A TOML file is wrong at a place.</summary>
internal sealed class TomlSyntaxException(int offset, string what) : Exception(what)
{
    /// <summary>Where, from 0.</summary>
    public int Offset { get; } = offset;
}
