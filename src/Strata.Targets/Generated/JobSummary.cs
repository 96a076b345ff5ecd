namespace Strata.Targets.Generated;

/// <summary>The page of a forge's run: what is appended to the file of GITHUB_STEP_SUMMARY is shown there.</summary>
internal static class JobSummary
{
    private const string Variable = "GITHUB_STEP_SUMMARY";

    /// <summary>Appends Markdown to the page, and writes it into the log, where Gitea before 1.27 shows no page; nothing outside of a forge's run.</summary>
    public static void Write(string markdown)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 })
        {
            System.Console.Out.WriteLine(markdown);
            Append(markdown);
        }
    }

    /// <summary>Appends Markdown to the page alone.</summary>
    public static void Append(string markdown)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } file)
        {
            return;
        }

        try
        {
            File.AppendAllText(file, markdown);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            System.Console.Error.WriteLine($"{Variable}: the summary could not be written: {e.Message}");
        }
    }
}
