using System.Text;

namespace Nuke.Common.Execution;

/// <summary>Writes whole lines to standard output; escape codes only where a person reads them on a terminal that knows them.</summary>
internal static class ConsoleText
{
    private static readonly Lock Gate = new();
    private static readonly bool HasColors =
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb");

    /// <summary>Columns of the terminal, at most 120; 100 where there is none.</summary>
    public static int Columns
    {
        get
        {
            var width = Console.IsOutputRedirected ? 100 : Console.WindowWidth;
            return width < 40 ? 100 : Math.Min(width, 120);
        }
    }

    public static void UseUtf8()
    {
        // Setting it costs time and, on Windows, clears nothing; most machines have it already.
        if (Console.OutputEncoding.CodePage != Encoding.UTF8.CodePage)
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    }

    public static void Write(ConsoleStyle style, string line)
    {
        lock (Gate)
            Console.Out.WriteLine(Styled(style, line));
    }

    public static void WriteError(string line)
    {
        lock (Gate)
            Console.Error.WriteLine(Console.IsErrorRedirected ? line : Styled(ConsoleStyle.Error, line));
    }

    public static string Styled(ConsoleStyle style, string text)
    {
        var code = style switch
        {
            ConsoleStyle.Dim => "90",
            ConsoleStyle.Heading => "1;36",
            ConsoleStyle.Success => "32",
            ConsoleStyle.Warning => "33",
            ConsoleStyle.Error => "31",
            _ => null,
        };
        return HasColors && code != null && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
    }
}
