using System.Runtime.InteropServices;

namespace Strata.Engine.Files;

/// <summary>What the file system says of a path without opening it; links are not followed.</summary>
/// <param name="Mode">Type and permission bits as in stat(2).</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">Nanoseconds since 1970.</param>
/// <param name="Changed">Nanoseconds since 1970 of the last change of content or status; 0 where that is not known.</param>
/// <param name="Inode">The file's number on its file system; 0 where that is not known.</param>
internal readonly record struct FileStatus(uint Mode, long Size, long Modified, long Changed, ulong Inode)
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint Basic = 0x7FF;
    private const uint TypeMask = 0xF000;
    private const uint RegularFile = 0x8000;
    private const uint Folder = 0x4000;
    private const uint SymbolicLink = 0xA000;
    private const uint SocketFile = 0xC000;

    /// <summary>It is a regular file.</summary>
    public bool IsFile => (Mode & TypeMask) == RegularFile;

    /// <summary>It is a directory.</summary>
    public bool IsDirectory => (Mode & TypeMask) == Folder;

    /// <summary>It is a symbolic link.</summary>
    public bool IsLink => (Mode & TypeMask) == SymbolicLink;

    /// <summary>It is a socket, which no build ever sees.</summary>
    public bool IsSocket => (Mode & TypeMask) == SocketFile;

    /// <summary>Asks for a path; null when nothing is there, or it went meanwhile.</summary>
    /// <exception cref="UnauthorizedAccessException">We may not look there.</exception>
    /// <exception cref="IOException">The file system could not say.</exception>
    public static FileStatus? Find(string path) => OperatingSystem.IsLinux() ? FindByKernel(path) : FindByFramework(path);

    private static FileStatus? FindByKernel(string path)
    {
        // struct statx is laid out the same on every architecture.
        Span<byte> answer = stackalloc byte[256];
        if (Statx(CurrentDirectory, path, NoFollow, Basic, ref MemoryMarshal.GetReference(answer)) != 0)
        {
            return Marshal.GetLastPInvokeError() switch
            {
                2 or 20 => null,
                1 or 13 => throw new UnauthorizedAccessException($"'{path}' may not be looked at"),
                var error => throw new IOException($"'{path}': {Marshal.GetPInvokeErrorMessage(error)}"),
            };
        }

        return new FileStatus(
            BitConverter.ToUInt16(answer[28..]), BitConverter.ToInt64(answer[40..]), Nanoseconds(answer[112..]), Nanoseconds(answer[96..]), BitConverter.ToUInt64(answer[32..]));
    }

    private static long Nanoseconds(ReadOnlySpan<byte> time) => BitConverter.ToInt64(time) * 1_000_000_000 + BitConverter.ToUInt32(time[8..]);

    private static FileStatus? FindByFramework(string path)
    {
        var file = new FileInfo(path);
        var isDirectory = (file.Attributes & FileAttributes.Directory) != 0;
        if ((int)file.Attributes == -1)
        {
            return null;
        }

        // On Windows BuildKit's client says that every file can be run.
        var permissions = OperatingSystem.IsWindows() ? 0x1EDu : (uint)file.UnixFileMode;
        var type = file.LinkTarget is not null ? SymbolicLink : isDirectory ? Folder : RegularFile;
        return new FileStatus(type | permissions, isDirectory ? 0 : file.Length, (file.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks * 100, 0, 0);
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int Statx(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, ref byte answer);
}
