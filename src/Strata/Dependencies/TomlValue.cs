using System.Collections.Immutable;

namespace Strata.Dependencies;

/// <summary>A value of a TOML file.</summary>
/// <param name="Start">Offset of its first character.</param>
/// <param name="End">Offset behind its last one.</param>
internal abstract record TomlValue(int Start, int End);

/// <summary>A text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Start">Offset of the quote.</param>
/// <param name="End">Offset behind the last quote.</param>
/// <param name="IsPlain">One line without escapes: the text stands as it is behind the first quote.</param>
internal sealed record TomlString(string Text, int Start, int End, bool IsPlain) : TomlValue(Start, End);

/// <summary>A number, truth value, date or time, as written.</summary>
internal sealed record TomlScalar(string Text, int Start, int End) : TomlValue(Start, End);

/// <summary>An array, or the tables that <c>[[name]]</c> lines add up to.</summary>
internal sealed record TomlArray(ImmutableArray<TomlValue> Items, int Start, int End) : TomlValue(Start, End);

/// <summary>A table.</summary>
internal sealed record TomlTable(IReadOnlyDictionary<string, TomlEntry> Entries, int Start, int End) : TomlValue(Start, End)
{
    /// <summary>The value below some keys; null when there is none.</summary>
    public TomlValue? Find(params ReadOnlySpan<string> keys)
    {
        TomlValue? found = this;
        foreach (var key in keys)
        {
            found = (found as TomlTable)?.Entries.GetValueOrDefault(key)?.Value;
        }

        return found;
    }

    /// <summary>The table below some keys; null when there is none.</summary>
    public TomlTable? Table(params ReadOnlySpan<string> keys) => Find(keys) as TomlTable;

    /// <summary>The text below a key; null when there is none.</summary>
    public string? Text(string key) => (Find(key) as TomlString)?.Text;

    /// <summary>The values of the array below some keys; none when there is none.</summary>
    public ImmutableArray<TomlValue> Items(params ReadOnlySpan<string> keys) => (Find(keys) as TomlArray)?.Items ?? [];

    /// <summary>The tables of the array below some keys.</summary>
    public IEnumerable<TomlTable> Tables(params ReadOnlySpan<string> keys) => Items(keys).OfType<TomlTable>();
}

/// <summary>A key and its value.</summary>
/// <param name="Value">The value.</param>
/// <param name="KeyStart">Offset of the key's last part.</param>
/// <param name="KeyEnd">Offset behind it.</param>
internal sealed record TomlEntry(TomlValue Value, int KeyStart, int KeyEnd);
