using System.Globalization;
using System.Security.Cryptography;

namespace Strata.Engine.Hosts;

/// <summary>The private folder of a connection on this machine, for its sockets; what killed calls have left of theirs is taken away.</summary>
internal sealed class SshFolder : IDisposable
{
    private const string Name = "strata-ssh-";

    /// <summary>Makes one.</summary>
    internal SshFolder()
    {
        // The client adds 17 characters while it binds, and a socket's path has 104 at most.
        var temporary = System.IO.Path.GetTempPath().Length <= 48 ? System.IO.Path.GetTempPath() : "/tmp";
        Path = System.IO.Path.Combine(temporary, $"{Name}{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");
        Sweep(temporary);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
        }
        else
        {
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Absolute, mode 0700.</summary>
    internal string Path { get; }

    /// <summary>Deletes it.</summary>
    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private static void Sweep(string temporary)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        foreach (var folder in Directory.EnumerateDirectories(temporary, Name + "*"))
        {
            var owner = System.IO.Path.GetFileName(folder)[Name.Length..].Split('-')[0];
            if (int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && ProcessEntry.Find(id) is null)
            {
                try
                {
                    Directory.Delete(folder, recursive: true);
                }
                catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
                {
                    // Another user's, or gone meanwhile.
                }
            }
        }
    }
}
