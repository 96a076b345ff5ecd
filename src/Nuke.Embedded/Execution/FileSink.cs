using System.Globalization;
using Nuke.Common.IO;
using Serilog.Core;
using Serilog.Events;

namespace Nuke.Common.Execution;

/// <summary>Log events in a file that starts anew with each build: time, level, target, message, and exceptions in full.</summary>
internal sealed class FileSink(AbsolutePath file) : ILogEventSink, IDisposable
{
    private readonly Lock _gate = new();
    private StreamWriter _writer;
    private bool _isUnusable;

    public void Emit(LogEvent logEvent)
    {
        lock (_gate)
        {
            if (_isUnusable)
                return;
            try
            {
                _writer ??= new StreamWriter(new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
                var time = logEvent.Timestamp.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
                _writer.WriteLine($"{time} | {LogText.Level(logEvent.Level)[0]} | {Logging.CurrentTarget,-20} | {LogText.Message(logEvent)}");
                if (logEvent.Exception != null)
                    _writer.WriteLine(logEvent.Exception);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A build without its log file is better than none; the console has the same lines.
                _isUnusable = true;
            }
        }
    }

    public void Dispose() => _writer?.Dispose();
}
