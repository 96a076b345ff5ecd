using Serilog.Core;
using Serilog.Events;

namespace Nuke.Common.Execution;

/// <summary>Keeps warnings and errors for the end of the build, and tells the host.</summary>
internal sealed class ErrorsSink : ILogEventSink
{
    private readonly List<(string Target, LogEvent Event)> _events = [];

    public static ErrorsSink Instance { get; } = new();

    public IReadOnlyList<(string Target, LogEvent Event)> Events
    {
        get
        {
            lock (_events)
                return [.. _events];
        }
    }

    public void Emit(LogEvent logEvent)
    {
        lock (_events)
            _events.Add((Logging.CurrentTarget, logEvent));
        if (logEvent.Level == LogEventLevel.Warning)
            NukeBuild.Host.ReportWarning(LogText.Message(logEvent), logEvent.Exception?.ToString());
        else
            NukeBuild.Host.ReportError(LogText.Message(logEvent), logEvent.Exception?.ToString());
    }
}
