using System.Globalization;
using Nuke.Common.IO;
using Serilog.Core;
using Serilog.Events;

namespace Nuke.Common.Execution;

/// <summary>Log events in a file that starts anew with each build: time, level, target, message, and exceptions in full.</summary>
/// <param name="file">Made with the first event.</param>
/// <param name="isDated">The file is this build's alone: without times, so that two builds can be compared; of older ones few are kept.</param>
internal sealed class FileSink(AbsolutePath file, bool isDated = false) : ILogEventSink, IDisposable
{
    private const int KeptFiles = 5;

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
                _writer ??= Open();
                var time = isDated ? "" : logEvent.Timestamp.ToString("HH:mm:ss.fff | ", CultureInfo.InvariantCulture);
                _writer.WriteLine($"{time}{LogText.Level(logEvent.Level)[0]} | {Logging.CurrentTarget,-20} | {LogText.Message(logEvent)}");
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

    private StreamWriter Open()
    {
        if (isDated)
        {
            foreach (var old in file.Parent.GlobFiles("build.*.log").OrderByDescending(f => f.Name, StringComparer.Ordinal).Skip(KeptFiles))
                old.DeleteFile();
        }

        return new StreamWriter(new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }
}
