namespace Nuke.Common.Utilities.Collections;

/// <summary>Extensions of sequences.</summary>
public static class EnumerableExtensions
{
    /// <summary>Calls an action for each element.</summary>
    public static void ForEach<T>(this IEnumerable<T> enumerable, Action<T> action)
    {
        foreach (var item in enumerable)
            action(item);
    }

    /// <summary>Calls an action for each element and its index.</summary>
    public static void ForEach<T>(this IEnumerable<T> enumerable, Action<T, int> action)
    {
        var index = 0;
        foreach (var item in enumerable)
            action(item, index++);
    }

    /// <summary>Calls an action for each element as it is taken.</summary>
    public static IEnumerable<T> ForEachLazy<T>(this IEnumerable<T> enumerable, Action<T> action)
    {
        foreach (var item in enumerable)
        {
            action(item);
            yield return item;
        }
    }

    /// <summary>The elements that are not null.</summary>
    public static IEnumerable<T> WhereNotNull<T>(this IEnumerable<T> enumerable)
        where T : class =>
        enumerable.Where(item => item != null);
}
