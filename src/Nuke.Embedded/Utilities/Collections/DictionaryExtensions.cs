namespace Nuke.Common.Utilities.Collections;

/// <summary>Extensions of dictionaries that return the dictionary.</summary>
public static class DictionaryExtensions
{
    /// <summary>Adds a pair.</summary>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public static Dictionary<TKey, TValue> AddPair<TKey, TValue>(this Dictionary<TKey, TValue> dictionary, TKey key, TValue value = default)
    {
        dictionary.Add(key, value);
        return dictionary;
    }

    /// <summary>Adds a pair with the value's text.</summary>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public static Dictionary<TKey, string> AddPair<TKey, TValue>(this Dictionary<TKey, string> dictionary, TKey key, TValue value = default)
    {
        dictionary.Add(key, value.ToString());
        return dictionary;
    }

    /// <summary>Adds a pair unless the key is null.</summary>
    public static Dictionary<TKey, TValue> AddPairWhenKeyNotNull<TKey, TValue>(
        this Dictionary<TKey, TValue> dictionary, TKey key, TValue value = default)
        where TKey : class =>
        key == null ? dictionary : dictionary.AddPair<TKey, TValue>(key, value);

    /// <summary>Adds a pair unless the value is null.</summary>
    public static Dictionary<TKey, TValue> AddPairWhenValueNotNull<TKey, TValue>(this Dictionary<TKey, TValue> dictionary, TKey key, TValue value)
        where TValue : class =>
        value == null ? dictionary : dictionary.AddPair<TKey, TValue>(key, value);

    /// <summary>Sets the value of a key.</summary>
    public static IDictionary<TKey, TValue> SetKeyValue<TKey, TValue>(this IDictionary<TKey, TValue> dictionary, TKey key, TValue value = default)
    {
        dictionary[key] = value;
        return dictionary;
    }
}
