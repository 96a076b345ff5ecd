using System.Collections.Immutable;

namespace Strata.Dependencies;

/// <summary>A table while it is being read: its tables may still grow.</summary>
internal sealed class TomlNode(int start)
{
    private readonly Dictionary<string, (object Value, int Start, int End)> _entries = new(StringComparer.Ordinal);
    private readonly int _start = start;
    private int _end = start;

    /// <summary>A <c>[name]</c> line has opened it, or <c>name.key =</c> has: it must not be opened by another.</summary>
    public bool IsDefined { get; set; }

    /// <summary>Gives it a value.</summary>
    public void Set(TomlKey key, TomlValue value)
    {
        if (!_entries.TryAdd(key.Text, (value, key.Start, key.End)))
        {
            throw new TomlSyntaxException(key.Start, $"'{key.Text}' is given twice");
        }

        _end = Math.Max(_end, value.End);
    }

    /// <summary>The table below a key, made where there is none; of an array of tables the last.</summary>
    public TomlNode Open(TomlKey key)
    {
        if (!_entries.TryGetValue(key.Text, out var entry))
        {
            var made = new TomlNode(key.Start);
            _entries.Add(key.Text, (made, key.Start, key.End));
            return made;
        }

        return entry.Value switch
        {
            TomlNode table => table,
            List<TomlNode> list => list[^1],
            _ => throw new TomlSyntaxException(key.Start, $"'{key.Text}' is a value, no table"),
        };
    }

    /// <summary>A new table at the end of the array below a key.</summary>
    public TomlNode Append(TomlKey key)
    {
        var made = new TomlNode(key.Start) { IsDefined = true };
        if (!_entries.TryGetValue(key.Text, out var entry))
        {
            _entries.Add(key.Text, (new List<TomlNode> { made }, key.Start, key.End));
        }
        else if (entry.Value is List<TomlNode> list)
        {
            list.Add(made);
        }
        else
        {
            throw new TomlSyntaxException(key.Start, $"'{key.Text}' is no array of tables");
        }

        return made;
    }

    /// <summary>The table as it is now.</summary>
    public TomlTable Build()
    {
        var entries = _entries.ToDictionary(e => e.Key, e => new TomlEntry(Value(e.Value.Value), e.Value.Start, e.Value.End), StringComparer.Ordinal);
        return new TomlTable(entries, _start, _end);
    }

    private static TomlValue Value(object value) => value switch
    {
        TomlNode node => node.Build(),
        List<TomlNode> nodes when nodes.Select(n => n.Build()).ToImmutableArray<TomlValue>() is var items => new TomlArray(items, items[0].Start, items[^1].End),
        _ => (TomlValue)value,
    };
}

/// <summary>A part of a key.</summary>
internal readonly record struct TomlKey(string Text, int Start, int End);
