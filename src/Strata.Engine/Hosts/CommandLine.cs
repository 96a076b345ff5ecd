namespace Strata.Engine.Hosts;

/// <summary>Commands as people read them; the one place that renders them.</summary>
public static class CommandLine
{
    /// <summary>The command as one could type it into a shell, secrets masked; environment and input are left out.</summary>
    public static string Render(Command command) =>
        Redact(command, ShellQuote.Join([command.FileName, .. command.Arguments]));

    /// <summary>The text without the command's secrets.</summary>
    public static string Redact(Command command, string text)
    {
        foreach (var secret in command.Secrets)
        {
            text = secret.Redact(text);
        }
        return text;
    }
}
