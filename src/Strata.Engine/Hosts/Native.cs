using System.Runtime.InteropServices;

namespace Strata.Engine.Hosts;

/// <summary>The few calls of the C library that .NET has no names for.</summary>
internal static class Native
{
    internal const int SigInt = 2;
    internal const int SigKill = 9;
    internal const int SigTerm = 15;

    private const int NoFollow = 0x100;
    private const int CurrentDirectory = -100;
    private const uint WantUid = 0x8;

    /// <summary>Sends a signal to a process, or to a group when negative; false when there is none or it is not ours.</summary>
    internal static bool Kill(int pid, int signal) => KillNative(pid, signal) == 0;

    /// <summary>The numeric id of the user that we act as.</summary>
    internal static uint UserId() => OperatingSystem.IsWindows() ? 0 : GetEffectiveUserId();

    /// <summary>Who owns the path, links not followed; null where that cannot be told.</summary>
    internal static uint? Owner(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }
        // struct statx has the same layout on every architecture: stx_uid stands at byte 20.
        var answer = new byte[256];
        return Statx(CurrentDirectory, path, NoFollow, WantUid, answer) == 0 ? BitConverter.ToUInt32(answer, 20) : null;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int KillNative(int pid, int signal);

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint GetEffectiveUserId();

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int Statx(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] answer);
}
