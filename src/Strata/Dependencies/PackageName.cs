using System.Text;

namespace Strata.Dependencies;

/// <summary>The name of a Python distribution or of a Debian package, normalised so that all spellings of one are equal.</summary>
/// <param name="Value">As PEP 503 writes it (<c>scikit-learn</c>); <c>debian:libpq5</c> for a Debian package that is no Python library.</param>
public readonly record struct PackageName(string Value) : IComparable<PackageName>
{
    private const string DebianPrefix = "debian:";

    /// <summary>Whether it names a Debian package that is no Python library.</summary>
    public bool IsDebianOnly => Value.StartsWith(DebianPrefix, StringComparison.Ordinal);

    /// <summary>Normalises a name: lower case, and each run of '-', '_' and '.' one '-'.</summary>
    public static PackageName Of(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (c is not ('-' or '_' or '.'))
            {
                text.Append(char.ToLowerInvariant(c));
            }
            else if (text.Length > 0 && text[^1] != '-')
            {
                text.Append('-');
            }
        }

        return new PackageName(text.ToString().TrimEnd('-'));
    }

    /// <summary>A Debian package that is no Python library.</summary>
    public static PackageName OfDebian(string package) => new(DebianPrefix + package);

    /// <inheritdoc/>
    public int CompareTo(PackageName other) => string.CompareOrdinal(Value, other.Value);

    /// <summary>The name as users know it.</summary>
    public override string ToString() => IsDebianOnly ? Value[DebianPrefix.Length..] : Value;
}
