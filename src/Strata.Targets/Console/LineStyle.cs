namespace Strata.Targets.Console;

/// <summary>ANSI colours for lines, or none at all.</summary>
internal sealed record LineStyle(bool HasColour)
{
    /// <summary>Colours only on a terminal that wants them (no-color.org).</summary>
    public static LineStyle Of(bool isRedirected) => new(
        !isRedirected &&
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) &&
        Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"));

    public string Name(string text) => Paint("36", text);

    public string Good(string text) => Paint("32", text);

    public string Bad(string text) => Paint("31", text);

    public string Warn(string text) => Paint("33", text);

    public string Faint(string text) => Paint("2", text);

    private string Paint(string code, string text) => HasColour ? $"\e[{code}m{text}\e[0m" : text;
}
