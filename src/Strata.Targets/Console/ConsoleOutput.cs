using Spectre.Console;
using Spectre.Console.Rendering;

namespace Strata.Targets.Console;

/// <summary>The two consoles: data goes to standard output, progress to standard error.</summary>
internal static class ConsoleOutput
{
    private const int WidthWithoutTerminal = 160;

    /// <summary>Made when asked for: standard output may have been kept for events, or shared with the live view.</summary>
    public static IAnsiConsole Data => To(System.Console.Out, System.Console.IsOutputRedirected);

    public static TextWriter Progress => System.Console.Error;

    public static LineStyle ProgressStyle { get; } = LineStyle.Of(System.Console.IsErrorRedirected);

    /// <summary>Writes to standard output as a whole what a console would write there word by word.</summary>
    /// <param name="render">What to write, for the columns that there are.</param>
    public static void WriteData(Func<int, IRenderable> render)
    {
        using var text = new StringWriter();
        var console = To(text, System.Console.IsOutputRedirected);
        console.Write(render(console.Profile.Width));
        System.Console.Out.Write(text.ToString());
    }

    /// <summary>A console that writes data somewhere.</summary>
    public static IAnsiConsole To(TextWriter output, bool isRedirected)
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
