using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace Nuke.Common.Execution;

/// <summary>Log events on the console as <c>12:00:01 [INF] message</c>.</summary>
internal sealed class ConsoleSink(bool timestamps) : ILogEventSink
{
    public void Emit(LogEvent logEvent)
    {
        var style = LogText.Style(logEvent.Level);
        var time = timestamps ? logEvent.Timestamp.ToString("HH:mm:ss ", CultureInfo.InvariantCulture) : "";
        var text = $"[{LogText.Level(logEvent.Level)}] {LogText.WithException(logEvent)}";
        ConsoleText.Write(ConsoleStyle.Plain, ConsoleText.Styled(ConsoleStyle.Dim, time) + ConsoleText.Styled(style, text));
    }
}
