using System.Runtime.ExceptionServices;
using System.Text;

namespace Strata.Engine.Hosts;

/// <summary>Turns the two output streams of a command into lines for one listener, one line at a time.</summary>
internal sealed class LineSink
{
    private readonly Lock _gate = new();
    private readonly Command _command;
    private readonly Action<OutputLine>? _listener;
    private readonly Action _onBroken;
    private ExceptionDispatchInfo? _broken;
    private bool isClosed;
    private long bytesRead;
    private int handling;

    /// <summary>Creates a sink.</summary>
    /// <param name="command">Whose output it is; its secrets are masked.</param>
    /// <param name="listener">Who gets the lines.</param>
    /// <param name="onBroken">Called once when the listener throws.</param>
    internal LineSink(Command command, Action<OutputLine>? listener, Action onBroken)
    {
        _command = command;
        _listener = listener;
        _onBroken = onBroken;
    }

    /// <summary>Bytes of output that have come in.</summary>
    internal long BytesRead => Interlocked.Read(ref bytesRead);

    /// <summary>Whether some of them are being handled.</summary>
    internal bool IsHandling => Volatile.Read(ref handling) > 0;

    /// <summary>Reads to the end of the stream; a last line without an end counts too.</summary>
    internal async Task ReadAsync(Stream stream, bool isError, CancellationToken cancellation)
    {
        var bytes = new byte[16 * 1024];
        var chars = new char[bytes.Length + 2];
        var decoder = Encoding.UTF8.GetDecoder();
        var line = new StringBuilder();
        try
        {
            int count;
            while ((count = await stream.ReadAsync(bytes, cancellation).ConfigureAwait(false)) > 0)
            {
                Interlocked.Increment(ref handling);
                Interlocked.Add(ref bytesRead, count);
                Split(chars.AsSpan(0, decoder.GetChars(bytes, 0, count, chars, 0)), line, isError);
                Interlocked.Decrement(ref handling);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The command ended while a child of it still holds the pipe: what has come is all that counts.
        }
        if (line.Length > 0)
        {
            Emit(line, isError);
        }
    }

    /// <summary>Lets no more lines through, and throws what the listener threw.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            isClosed = true;
        }
        _broken?.Throw();
    }

    private void Split(ReadOnlySpan<char> text, StringBuilder line, bool isError)
    {
        for (int end; (end = text.IndexOf('\n')) >= 0; text = text[(end + 1)..])
        {
            line.Append(text[..end]);
            Emit(line, isError);
        }
        line.Append(text);
    }

    private void Emit(StringBuilder line, bool isError)
    {
        var text = CommandLine.Redact(_command, line.ToString().TrimEnd('\r'));
        line.Clear();
        lock (_gate)
        {
            if (isClosed || _broken is not null)
            {
                return;
            }
            try
            {
                _listener?.Invoke(new OutputLine(text, isError));
                return;
            }
            catch (Exception thrown)
            {
                _broken = ExceptionDispatchInfo.Capture(thrown);
            }
        }
        _onBroken();
    }
}
