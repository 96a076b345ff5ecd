namespace Nuke.Common.Parameters;

/// <summary>Finds what a mistyped name was meant to be.</summary>
internal static class Nearest
{
    /// <summary><c>; did you mean 'X'?</c>, or nothing when no name is near.</summary>
    public static string Suggest(string name, IEnumerable<string> names) => Find(name, names) is { } near ? $"; did you mean '{near}'?" : "";

    /// <summary>The nearest name, ignoring case; null when it differs in more than a third of the letters.</summary>
    public static string Find(string name, IEnumerable<string> names)
    {
        var best = names.Select(n => (Name: n, Distance: Distance(name.ToLowerInvariant(), n.ToLowerInvariant()))).OrderBy(n => n.Distance).FirstOrDefault();
        return best.Name != null && best.Distance <= Math.Max(1, Math.Max(name.Length, best.Name.Length) / 3) ? best.Name : null;
    }

    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            previous = current;
        }

        return previous[^1];
    }
}
