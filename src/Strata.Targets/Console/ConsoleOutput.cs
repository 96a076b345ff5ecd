using Spectre.Console;

namespace Strata.Targets.Console;

/// <summary>The two consoles: data goes to standard output, progress to standard error.</summary>
internal static class ConsoleOutput
{
    private const int WidthWithoutTerminal = 160;

    /// <summary>Made when asked for: standard output may have been kept for events, or shared with the live view.</summary>
    public static IAnsiConsole Data => Create(System.Console.Out, System.Console.IsOutputRedirected);

    public static TextWriter Progress => System.Console.Error;

    public static LineStyle ProgressStyle { get; } = LineStyle.Of(System.Console.IsErrorRedirected);

    private static IAnsiConsole Create(TextWriter output, bool isRedirected)
    {
        var hasColour = LineStyle.Of(isRedirected).HasColour;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = hasColour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = hasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        if (isRedirected)
            console.Profile.Width = WidthWithoutTerminal;
        return console;
    }
}
