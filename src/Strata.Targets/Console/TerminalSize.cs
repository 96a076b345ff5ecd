using System.Runtime.InteropServices;

namespace Strata.Targets.Console;

/// <summary>Columns and rows of a terminal.</summary>
internal readonly record struct TerminalSize(int Columns, int Rows)
{
    private const int StandardError = 2;
    private const ulong GetWindowSize = 0x5413;

    /// <summary>The size of the terminal that standard error is now; 80 by 24 where it does not tell.</summary>
    /// <remarks>The runtime's own answer is that of standard output, which may be a pipe, and asking it sends escape codes to the terminal.</remarks>
    public static TerminalSize OfStandardError()
    {
        if (OperatingSystem.IsLinux())
        {
            var size = default(WindowSize);
            return Ask(StandardError, GetWindowSize, ref size) == 0 && size is { Columns: > 0, Rows: > 0 }
                ? new TerminalSize(size.Columns, size.Rows)
                : new TerminalSize(80, 24);
        }

        try
        {
            return new TerminalSize(System.Console.WindowWidth, System.Console.WindowHeight);
        }
        catch (IOException)
        {
            // Standard output is no terminal.
            return new TerminalSize(80, 24);
        }
    }

    [DllImport("libc", EntryPoint = "ioctl")]
    private static extern int Ask(int file, ulong request, ref WindowSize size);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
