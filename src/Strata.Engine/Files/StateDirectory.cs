using System.Security.Cryptography;
using System.Text;
using Strata.Engine.Hosts;

namespace Strata.Engine.Files;

/// <summary>Where we keep what outlives a call, and the short private folder for its sockets.</summary>
/// <param name="Root">The folder of what is kept; absolute.</param>
/// <param name="Runtime">The folder of sockets, lost with a restart of the machine; absolute and at most <see cref="MaxRuntimeLength"/> bytes.</param>
public sealed record StateDirectory(string Root, string Runtime)
{
    /// <summary>Bytes that a path of <see cref="Runtime"/> may have: a socket's path has at most 107, ours have names below it.</summary>
    public const int MaxRuntimeLength = 64;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Finds the user's state folder, as the XDG base directory specification says.</summary>
    /// <param name="environment">Reads a variable: XDG_STATE_HOME, XDG_RUNTIME_DIR and HOME are asked for.</param>
    /// <exception cref="StrataException">There is no HOME and the user is not root (exit code 4).</exception>
    public static StateDirectory Locate(Func<string, string?> environment) => At(FindRoot(environment), environment);

    /// <summary>A state folder at a given place.</summary>
    /// <param name="root">The folder; relative to the current one.</param>
    /// <param name="environment">Reads a variable: XDG_RUNTIME_DIR is asked for.</param>
    public static StateDirectory At(string root, Func<string, string?> environment)
    {
        var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        // Several state folders of one user keep apart by a piece of their path's hash.
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)))[..12];
        return new StateDirectory(place, Path.Combine(FindRuntime(environment), id));
    }

    /// <summary>Makes both folders, for nobody but us.</summary>
    /// <exception cref="StrataException">A folder belongs to somebody else or is a link (exit code 4).</exception>
    public void Create()
    {
        CreatePrivate(Root);
        CreatePrivate(Path.GetDirectoryName(Runtime)!);
        CreatePrivate(Runtime);
    }

    /// <summary>A path below the root.</summary>
    public string Combine(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot(Func<string, string?> environment)
    {
        if (Absolute(environment("XDG_STATE_HOME")) is { } state)
        {
            return Path.Combine(state, "strata");
        }
        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "strata");
        }
        if (Absolute(environment("HOME")) is { } home && home != "/")
        {
            return Path.Combine(home, ".local", "state", "strata");
        }
        return Environment.IsPrivilegedProcess
            ? "/var/lib/strata"
            : throw new StrataException(ExitCode.Unreachable, new Problem("state folder", "neither XDG_STATE_HOME nor HOME is set", "set one of them to an absolute path"));
    }

    private static string FindRuntime(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Path.GetTempPath(), "strata");
        }
        // Root's runtime folder goes with its last login, /run stays: an engine outlives the login that started it.
        if (Environment.IsPrivilegedProcess && Directory.Exists("/run"))
        {
            return "/run/strata";
        }
        var user = Native.UserId();
        var folders = new[] { Absolute(environment("XDG_RUNTIME_DIR")), $"/run/user/{user}" };
        var own = folders.FirstOrDefault(f => f is { Length: <= MaxRuntimeLength - 20 } && Directory.Exists(f) && (Native.Owner(f) ?? user) == user);
        return own is null ? $"/tmp/strata-{user}" : Path.Combine(own, "strata");
    }

    private static string? Absolute(string? path) => path is not null && Path.IsPathFullyQualified(path) ? path : null;

    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        Directory.CreateDirectory(path, OwnerOnly);
        if (new DirectoryInfo(path).LinkTarget is not null || (Native.Owner(path) ?? Native.UserId()) != Native.UserId())
        {
            throw new StrataException(ExitCode.Unreachable, new Problem(path, "is a link or belongs to another user, so it cannot hold private files", "take it away, or set XDG_STATE_HOME and XDG_RUNTIME_DIR"));
        }
        File.SetUnixFileMode(path, OwnerOnly);
    }
}
