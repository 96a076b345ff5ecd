namespace Strata.Engine.Hosts;

/// <summary>Patterns of host names in ssh config and known_hosts: <c>*</c> is any text, <c>?</c> one character, <c>!</c> before one means not.</summary>
internal static class SshPattern
{
    /// <summary>Whether one of the patterns matches and none with <c>!</c> does. Letters match as they are written.</summary>
    internal static bool MatchesAny(IEnumerable<string> patterns, string text)
    {
        var isFound = false;
        foreach (var pattern in patterns)
        {
            if (pattern.StartsWith('!'))
            {
                if (Matches(pattern.AsSpan(1), text))
                {
                    return false;
                }
            }
            else
            {
                isFound |= Matches(pattern, text);
            }
        }
        return isFound;
    }

    /// <summary>Whether a pattern without <c>!</c> matches all of the text; needs no more than their lengths multiplied in time.</summary>
    internal static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (p, t) = (0, 0);
        // Where the last star was, and what it has taken so far.
        var (star, taken) = (-1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, taken) = (p++, t);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                (p, t) = (star + 1, ++taken);
            }
            else
            {
                return false;
            }
        }
        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }
}
