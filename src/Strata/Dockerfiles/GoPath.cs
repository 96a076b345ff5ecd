namespace Strata.Dockerfiles;

/// <summary>Paths and patterns as Go's path library has them, which BuildKit uses for all that users write; '/' on every machine.</summary>
internal static class GoPath
{
    /// <summary>The shortest name of the path: no '//', '.', or '..' that something stands before; "." for an empty one.</summary>
    public static string Clean(string path)
    {
        var isRooted = path.StartsWith('/');
        List<string> parts = [];
        foreach (var part in path.Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or ".") && !(part == ".." && isRooted))
            {
                parts.Add(part);
            }
        }

        var clean = string.Join('/', parts);
        return isRooted ? "/" + clean : clean.Length == 0 ? "." : clean;
    }

    /// <summary>The path below a root that it cannot leave: no slash at either end, "" for the root itself.</summary>
    public static string BelowRoot(string path) => Clean("/" + path)[1..];

    /// <summary>Whether a '*', '?' or '[' stands in it unescaped.</summary>
    public static bool HasWildcards(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '*' or '?' or '[':
                    return true;
                case '\\':
                    i++;
                    break;
            }
        }

        return false;
    }

    /// <summary>Whether the pattern is the whole of the name; '*' and '?' stop at '/'.</summary>
    /// <returns>Null when the pattern is malformed.</returns>
    public static bool? Match(string pattern, string name)
    {
        if (!IsWellFormed(pattern))
        {
            return null;
        }

        // The place to go back to: behind the last '*', with one more character given to it.
        var (p, n, star, starred) = (0, 0, -1, 0);
        while (p < pattern.Length || n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, starred) = (p++, n);
                continue;
            }

            if (p < pattern.Length && n < name.Length && MatchOne(pattern, ref p, name, ref n))
            {
                continue;
            }

            if (star < 0 || starred >= name.Length || name[starred] == '/')
            {
                return false;
            }

            (p, n) = (star + 1, ++starred);
        }

        return true;
    }

    private static bool MatchOne(string pattern, ref int p, string name, ref int n)
    {
        var c = CodePoint(name, ref n);
        switch (pattern[p])
        {
            case '?':
                p++;
                return c != '/';
            case '[':
                return InClass(pattern, ref p, c);
            case '\\':
                p++;
                return CodePoint(pattern, ref p) == c;
            default:
                return CodePoint(pattern, ref p) == c;
        }
    }

    private static bool InClass(string pattern, ref int p, int c)
    {
        p++;
        var isNegated = pattern[p] == '^';
        p += isNegated ? 1 : 0;
        var found = false;
        for (var first = true; first || pattern[p] != ']'; first = false)
        {
            var low = ClassCharacter(pattern, ref p);
            var high = low;
            if (pattern[p] == '-')
            {
                p++;
                high = ClassCharacter(pattern, ref p);
            }

            found |= low <= c && c <= high;
        }

        p++;
        return found != isNegated;
    }

    private static int ClassCharacter(string pattern, ref int p)
    {
        p += pattern[p] == '\\' ? 1 : 0;
        return CodePoint(pattern, ref p);
    }

    private static bool IsWellFormed(string pattern)
    {
        for (var p = 0; p < pattern.Length; p++)
        {
            switch (pattern[p])
            {
                case '\\' when ++p == pattern.Length:
                case '[' when !SkipClass(pattern, ref p):
                    return false;
            }
        }

        return true;
    }

    // Leaves p at the closing ']'.
    private static bool SkipClass(string pattern, ref int p)
    {
        p++;
        p += p < pattern.Length && pattern[p] == '^' ? 1 : 0;
        for (var count = 0; ; count++)
        {
            if (p >= pattern.Length)
            {
                return false;
            }

            if (pattern[p] == ']' && count > 0)
            {
                return true;
            }

            if (!SkipClassCharacter(pattern, ref p))
            {
                return false;
            }

            if (pattern[p] == '-')
            {
                p++;
                if (!SkipClassCharacter(pattern, ref p))
                {
                    return false;
                }
            }
        }
    }

    private static bool SkipClassCharacter(string pattern, ref int p)
    {
        if (p >= pattern.Length || pattern[p] is '-' or ']')
        {
            return false;
        }

        p += pattern[p] == '\\' ? 1 : 0;
        if (p >= pattern.Length)
        {
            return false;
        }

        CodePoint(pattern, ref p);
        return p < pattern.Length;
    }

    private static int CodePoint(string text, ref int at)
    {
        var isPair = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);
        var value = isPair ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at];
        at += isPair ? 2 : 1;
        return value;
    }
}
