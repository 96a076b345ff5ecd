namespace Strata.EndToEnd;

/// <summary>What runs on this machine just now, as /proc tells it.</summary>
internal static class Processes
{
    /// <summary>Command lines of what runs with these words in them.</summary>
    public static IEnumerable<string> With(params string[] parts) =>
        from id in Ids()
        let words = Read(id, "cmdline").Replace('\0', ' ')
        where parts.All(p => words.Contains(p, StringComparison.Ordinal))
        select words;

    /// <summary>Ids of all processes.</summary>
    public static IEnumerable<int> Ids() => Directory.GetDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), out var id) ? id : 0).Where(id => id > 0);

    /// <summary>Command lines of a process's children.</summary>
    public static IEnumerable<string> ChildrenOf(int id) =>
        Read(id, $"task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => Read(int.Parse(c), "cmdline").Replace('\0', ' '));

    /// <summary>The parent's id; 0 for a process that is gone.</summary>
    public static int ParentOf(int id) =>
        Read(id, "stat") is { Length: > 0 } stat ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]) : 0;

    /// <summary>Whether a process is another one or a child of it, of whatever degree; null when one on the way there is gone.</summary>
    public static bool? IsBelow(int id, int ancestor)
    {
        for (; id > 1; id = ParentOf(id))
        {
            if (id == ancestor)
            {
                return true;
            }
        }

        return id == 1 ? false : null;
    }

    /// <summary>A file of a process; empty when it is gone.</summary>
    public static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked.
            return "";
        }
    }
}
