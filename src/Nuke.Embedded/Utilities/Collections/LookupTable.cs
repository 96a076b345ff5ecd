using System.Collections;

namespace Nuke.Common.Utilities.Collections;

/// <summary>A lookup that can be changed: several values per key.</summary>
public class LookupTable<TKey, TValue> : ILookup<TKey, TValue>
{
    private readonly Dictionary<TKey, List<TValue>> _lists;

    /// <summary>An empty table.</summary>
    public LookupTable() => _lists = [];

    /// <summary>An empty table with its own equality of keys.</summary>
    public LookupTable(IEqualityComparer<TKey> comparer) => _lists = new Dictionary<TKey, List<TValue>>(comparer);

    /// <summary>How many keys have values.</summary>
    public int Count => _lists.Count(pair => pair.Value.Count > 0);

    /// <summary>The values of a key; empty when there are none.</summary>
    public IEnumerable<TValue> this[TKey key]
    {
        get => _lists.TryGetValue(key, out var list) ? list : [];
        set => _lists[key] = [.. value];
    }

    /// <summary>Adds a value.</summary>
    public void Add(TKey key, TValue value) => List(key).Add(value);

    /// <summary>Adds values.</summary>
    public void AddRange(TKey key, IEnumerable<TValue> values) => List(key).AddRange(values);

    /// <summary>Removes a key with its values.</summary>
    public void Remove(TKey key) => _lists.Remove(key);

    /// <summary>Removes one value.</summary>
    public void Remove(TKey key, TValue value) => _lists.GetValueOrDefault(key)?.Remove(value);

    /// <summary>Removes all.</summary>
    public void Clear() => _lists.Clear();

    /// <summary>Whether the key is there.</summary>
    public bool Contains(TKey key) => _lists.ContainsKey(key);

    /// <inheritdoc/>
    public IEnumerator<IGrouping<TKey, TValue>> GetEnumerator() =>
        _lists.SelectMany(pair => pair.Value, (pair, value) => (pair.Key, value)).GroupBy(p => p.Key, p => p.value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private List<TValue> List(TKey key)
    {
        if (!_lists.TryGetValue(key, out var list))
            _lists[key] = list = [];
        return list;
    }
}
