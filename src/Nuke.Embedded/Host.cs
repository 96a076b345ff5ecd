using Nuke.Common.Execution;

namespace Nuke.Common;

/// <summary>Where the build runs, and how it is shown there.</summary>
public class Host
{
    /// <summary>Makes a host.</summary>
    protected Host()
    {
    }

    /// <summary>Shows the start of a target.</summary>
    /// <returns>Disposed at its end.</returns>
    protected internal virtual IDisposable WriteBlock(string text)
    {
        ConsoleText.Write(ConsoleStyle.Plain, "");
        ConsoleText.Write(ConsoleStyle.Heading, $"── {text} ".PadRight(BuildOutcome.Width, '─'));
        return new NoBlock();
    }

    /// <summary>Hears of a logged warning.</summary>
    protected internal virtual void ReportWarning(string text, string details = null)
    {
    }

    /// <summary>Hears of a logged error.</summary>
    protected internal virtual void ReportError(string text, string details = null)
    {
    }

    /// <summary>Whether a message is left out of the log.</summary>
    protected internal virtual bool FilterMessage(string message) => false;

    /// <summary>Repeats all errors and warnings.</summary>
    protected internal virtual void WriteErrorsAndWarnings() => BuildOutcome.WriteErrorsAndWarnings();

    /// <summary>Shows the table of targets.</summary>
    protected internal virtual void WriteTargetOutcome(INukeBuild build) => BuildOutcome.WriteTargets(build);

    /// <summary>Shows the last line.</summary>
    protected internal virtual void WriteBuildOutcome(INukeBuild build) => BuildOutcome.WriteResult(build);

    private sealed class NoBlock : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
