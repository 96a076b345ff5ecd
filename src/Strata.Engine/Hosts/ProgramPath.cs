namespace Strata.Engine.Hosts;

/// <summary>Finds programs as a shell does.</summary>
internal static class ProgramPath
{
    /// <summary>The program's absolute path; null when there is none that can be run.</summary>
    /// <param name="name">A path, or a name to look up.</param>
    /// <param name="workingDirectory">What a relative path counts from.</param>
    /// <param name="path">The value of PATH.</param>
    internal static string? Find(string name, string workingDirectory, string? path)
    {
        if (name.Contains('/') || Path.IsPathRooted(name))
        {
            var place = Path.GetFullPath(name, workingDirectory);
            return CanRun(place) ? place : null;
        }
        var folders = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.GetFullPath(name, Path.GetFullPath(folder, workingDirectory))).SelectMany(Spellings).FirstOrDefault(CanRun);
    }

    private static IEnumerable<string> Spellings(string place) =>
        OperatingSystem.IsWindows() && !Path.HasExtension(place) ? [place + ".exe", place + ".cmd", place + ".bat"] : [place];

    private static bool CanRun(string place) =>
        File.Exists(place) && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(place) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
