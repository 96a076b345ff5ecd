using System.Buffers;

namespace Strata.Engine.Hosts;

/// <summary>Words for a POSIX shell.</summary>
public static class ShellQuote
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%_+=:,./-");

    /// <summary>The word as a shell reads it back unchanged: as it is where that is safe, else in single quotes.</summary>
    /// <exception cref="ArgumentException">It holds a NUL, which no word can.</exception>
    public static string Quote(string word)
    {
        if (word.Contains('\0'))
        {
            throw new ArgumentException("a word of a command cannot hold a NUL character", nameof(word));
        }
        var isPlain = word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain);
        return isPlain ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    /// <summary>The words, each quoted, with a space between.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));
}
