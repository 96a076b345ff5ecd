using System.Globalization;

namespace Strata.Engine.Hosts;

/// <summary>A process as Linux's /proc shows it; its id and start time together are never used again.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="StartTime">When it started, in clock ticks since boot.</param>
/// <param name="Parent">Its parent's id.</param>
/// <param name="Session">Its session's id.</param>
internal readonly record struct ProcessEntry(int Pid, ulong StartTime, int Parent, int Session)
{
    /// <summary>The same process, whoever its parent is by now.</summary>
    public bool Equals(ProcessEntry other) => Pid == other.Pid && StartTime == other.StartTime;

    /// <summary>Hash of what makes it that process.</summary>
    public override int GetHashCode() => HashCode.Combine(Pid, StartTime);

    /// <summary>Whether that very process still runs; one that only waits to be reaped does not.</summary>
    internal bool IsAlive => Find(Pid) is { } now && now.StartTime == StartTime;

    /// <summary>All processes that run; empty where there is no /proc.</summary>
    internal static IEnumerable<ProcessEntry> All()
    {
        if (!OperatingSystem.IsLinux())
        {
            yield break;
        }
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Find(pid) is { } entry)
            {
                yield return entry;
            }
        }
    }

    /// <summary>The process of that id; null when it does not run (any more).</summary>
    internal static ProcessEntry? Find(int pid)
    {
        // pid (name) state ppid pgrp session ... starttime(22): the name may hold blanks and parentheses.
        if (ReadProc(pid, "stat") is not { } text || text.LastIndexOf(')') is var end && end < 0)
        {
            return null;
        }
        var fields = text[(end + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : new ProcessEntry(pid, ulong.Parse(fields[19], CultureInfo.InvariantCulture), Number(fields[1]), Number(fields[3]));
    }

    /// <summary>The words that it was started with; empty when it is gone.</summary>
    internal static string[] Arguments(int pid) => ReadProc(pid, "cmdline")?.TrimEnd('\0').Split('\0') ?? [];

    /// <summary>Name of the file that it runs; null when it is gone or not ours to see.</summary>
    internal static string? Program(int pid)
    {
        try
        {
            var target = new FileInfo($"/proc/{pid}/exe").LinkTarget;
            return target is null ? null : Path.GetFileName(target.Replace(" (deleted)", "", StringComparison.Ordinal));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? ReadProc(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
