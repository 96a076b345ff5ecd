namespace Strata.Targets.Console;

/// <summary>ANSI colours for lines, or none at all.</summary>
internal sealed record LineStyle(bool HasColour)
{
    public static LineStyle None { get; } = new(false);

    /// <summary>Colours only on a terminal that wants them (no-color.org, force-color.org; NO_COLOR has the last word).</summary>
    public static LineStyle Of(bool isRedirected) => Of(isRedirected, Environment.GetEnvironmentVariable);

    internal static LineStyle Of(bool isRedirected, Func<string, string?> variable)
    {
        if (!string.IsNullOrEmpty(variable("NO_COLOR")))
        {
            return None;
        }

        return new LineStyle(
            variable("FORCE_COLOR") is { Length: > 0 } and not "0" and not "false"
            || (!isRedirected && TerminalKind.KnowsEscapes(variable)));
    }

    public string Name(string text) => Paint(Tone.Name, text);

    public string Good(string text) => Paint(Tone.Good, text);

    public string Bad(string text) => Paint(Tone.Bad, text);

    public string Warn(string text) => Paint(Tone.Warn, text);

    public string Faint(string text) => Paint(Tone.Faint, text);

    public string Paint(Tone tone, string text)
    {
        var code = tone switch
        {
            Tone.Name => "36",
            Tone.Good => "32",
            Tone.Bad => "31",
            Tone.Warn => "33",
            Tone.Faint => "2",
            _ => null,
        };
        return HasColour && code is not null && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
    }
}
