using System.Globalization;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace Nuke.Common.Execution;

/// <summary>Turns log events into text.</summary>
internal static class LogText
{
    private static readonly MessageTemplateTextFormatter Formatter = new("{Message:l}", CultureInfo.InvariantCulture);

    /// <summary>The message with its values, strings without quotes.</summary>
    public static string Message(LogEvent logEvent)
    {
        if (logEvent.Properties.Count == 0)
            return logEvent.RenderMessage(CultureInfo.InvariantCulture);
        var writer = new StringWriter();
        Formatter.Format(logEvent, writer);
        return writer.ToString();
    }

    /// <summary>What a failed target logs; its name is said by what stands around it.</summary>
    public const string TargetFailed = "Target {TargetName} failed";

    /// <summary>The message and what users read of the exception; of a failed target the exception alone.</summary>
    public static string Repeated(LogEvent logEvent) =>
        logEvent.MessageTemplate.Text == TargetFailed ? ForUsers(logEvent.Exception) : WithException(logEvent);

    /// <summary>The message and what users read of the exception.</summary>
    public static string WithException(LogEvent logEvent) =>
        logEvent.Exception == null ? Message(logEvent) : $"{Message(logEvent)}\n{ForUsers(logEvent.Exception)}";

    /// <summary>An error that is its message; an unexpected one with its type, and at verbose with the stack.</summary>
    public static string ForUsers(Exception exception)
    {
        var text = exception.ToString();
        if (text == exception.Message || exception.GetType() == typeof(Exception))
            return Logging.Level == LogLevel.Trace ? text : exception.Message;
        return Logging.Level == LogLevel.Trace
            ? text
            : $"{exception.GetType().Name}: {exception.Message}\n(the stack trace is in .nuke/temp/build.log)";
    }

    public static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "VRB",
        LogEventLevel.Debug => "DBG",
        LogEventLevel.Information => "INF",
        LogEventLevel.Warning => "WRN",
        LogEventLevel.Error => "ERR",
        _ => "FTL",
    };

    public static ConsoleStyle Style(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose or LogEventLevel.Debug => ConsoleStyle.Dim,
        LogEventLevel.Warning => ConsoleStyle.Warning,
        LogEventLevel.Error or LogEventLevel.Fatal => ConsoleStyle.Error,
        _ => ConsoleStyle.Plain,
    };
}
