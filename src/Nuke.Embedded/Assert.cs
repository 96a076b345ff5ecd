using System.Runtime.CompilerServices;

namespace Nuke.Common;

/// <summary>Throws when something is not as expected.</summary>
public static class Assert
{
    /// <summary>Throws.</summary>
    public static void Fail(string message, Exception exception = null) => throw new Exception(message, exception);

    /// <summary>Throws when the condition is false.</summary>
    /// <exception cref="ArgumentException">It is false.</exception>
    public static void True(bool condition, string message = null, [CallerArgumentExpression("condition")] string argumentExpression = null)
    {
        if (!condition)
            throw Error(message, "Expected condition to be true", argumentExpression);
    }

    /// <summary>Throws when the condition is true.</summary>
    /// <exception cref="ArgumentException">It is true.</exception>
    public static void False(bool condition, string message = null, [CallerArgumentExpression("condition")] string argumentExpression = null)
    {
        if (condition)
            throw Error(message, "Expected condition to be false", argumentExpression);
    }

    /// <summary>Throws when the object is null, else returns it.</summary>
    /// <exception cref="ArgumentException">It is null.</exception>
    public static T NotNull<T>(this T obj, string message = null, [CallerArgumentExpression("obj")] string argumentExpression = null)
        where T : class =>
        obj ?? throw Error(message, $"Expected object of type '{typeof(T).FullName}' to be not null", argumentExpression);

    /// <summary>Throws when there is no value, else returns it.</summary>
    /// <exception cref="ArgumentException">It is null.</exception>
    public static T? NotNull<T>(this T? obj, string message = null, [CallerArgumentExpression("obj")] string argumentExpression = null)
        where T : struct =>
        obj ?? throw Error(message, $"Expected object of type '{typeof(T).FullName}' to be not null", argumentExpression);

    /// <summary>Throws when the string is null or empty, else returns it.</summary>
    /// <exception cref="ArgumentException">It is null or empty.</exception>
    public static string NotNullOrEmpty(
        this string str, string message = null, [CallerArgumentExpression("str")] string argumentExpression = null) =>
        string.IsNullOrEmpty(str) ? throw Error(message, "Expected string to be not null or empty", argumentExpression) : str;

    /// <summary>Throws when the string is null or white space, else returns it.</summary>
    /// <exception cref="ArgumentException">It is null or white space.</exception>
    public static string NotNullOrWhiteSpace(
        this string str, string message = null, [CallerArgumentExpression("str")] string argumentExpression = null) =>
        string.IsNullOrWhiteSpace(str) ? throw Error(message, "Expected string to be not null or whitespace", argumentExpression) : str;

    /// <summary>Throws when the collection is null or empty.</summary>
    /// <exception cref="ArgumentException">It is null or empty.</exception>
    public static void NotEmpty<T>(
        IReadOnlyCollection<T> collection, string message = null, [CallerArgumentExpression("collection")] string argumentExpression = null)
    {
        if (collection.NotNull(argumentExpression: argumentExpression).Count == 0)
            throw Error(message, "Expected collection to be not empty", argumentExpression);
    }

    /// <summary>Throws when the collection is null or has elements.</summary>
    /// <exception cref="ArgumentException">It is null or has elements.</exception>
    public static void Empty<T>(
        IReadOnlyCollection<T> collection, string message = null, [CallerArgumentExpression("collection")] string argumentExpression = null) =>
        Count(collection, 0, message ?? "Expected collection to be empty", argumentExpression);

    /// <summary>Throws when the collection is null or has another number of elements.</summary>
    /// <exception cref="ArgumentException">It is null or has another number of elements.</exception>
    public static void Count<T>(
        IReadOnlyCollection<T> collection, int length, string message = null,
        [CallerArgumentExpression("collection")] string argumentExpression = null)
    {
        if (collection.NotNull(argumentExpression: argumentExpression).Count != length)
            throw Error(message, $"Expected collection to have length of {length}", argumentExpression);
    }

    /// <summary>Throws when the collection has not exactly one element.</summary>
    /// <exception cref="ArgumentException">It has none or several.</exception>
    public static void HasSingleItem<T>(
        IReadOnlyCollection<T> collection, string message = null, [CallerArgumentExpression("collection")] string argumentExpression = null) =>
        Count(collection, 1, message, argumentExpression);

    /// <summary>Throws when there is no such file.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static void FileExists(string path, string message = null, [CallerArgumentExpression("path")] string argumentExpression = null)
    {
        if (!File.Exists(path.NotNull(argumentExpression)))
            throw Error(message, $"Expected file to exist: {path}", argumentExpression);
    }

    /// <summary>Throws when there is no such directory.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static void DirectoryExists(string path, string message = null, [CallerArgumentExpression("path")] string argumentExpression = null)
    {
        if (!Directory.Exists(path.NotNull(argumentExpression)))
            throw Error(message, $"Expected directory to exist: {path}", argumentExpression);
    }

    private static ArgumentException Error(string message, string standard, string expression) =>
        message == null ? new ArgumentException(standard, expression) : new ArgumentException(message);
}
