using System.Runtime.ExceptionServices;
using System.Text;

namespace Strata.Engine.Hosts;

/// <summary>One command over a connection, from start to end.</summary>
internal sealed class SshCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private readonly SshConnection _connection;
    private readonly Command _command;
    private readonly Action<OutputLine>? _listener;
    private readonly string _mark = SshConnection.NewMark();
    private readonly string _job;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _shallEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _noise = [];
    private ExceptionDispatchInfo? _broken;
    private bool _isOutputOurs;
    private string? _result;

    internal SshCommand(SshConnection connection, Command command, Action<OutputLine>? listener)
    {
        _connection = connection;
        _command = command;
        _listener = listener;
        _job = $"{connection.Facts.Run}/job.{_mark}";
    }

    /// <summary>Whether the command ran, or may have run; else nothing of it happened and it can be sent again.</summary>
    internal bool HasBegun => _begun.Task.IsCompleted;

    /// <summary>Runs the command.</summary>
    /// <exception cref="StrataException">It cannot be started, or the connection was lost (exit code 4).</exception>
    internal async Task<int> RunAsync(CancellationToken cancellation)
    {
        var script = SshScript.Sent(SshScript.OfCommand(_command, _mark, _job), _mark);
        var session = new SshSession
        {
            OnLine = Listen,
            Secrets = _command.Secrets,
            ReadOutput = _command.ReadOutput is null ? null : ReadAsync,
            WriteInput = (stream, token) => WriteAsync(stream, script, token),
        };
        using var stop = new CancellationTokenSource();
        using (cancellation.Register(() => _shallEnd.TrySetResult()))
        {
            var running = _connection.Transport.RunAsync(session, stop.Token);
            await AwaitAsync(running).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _broken?.Throw();
            cancellation.ThrowIfCancellationRequested();
            if (running.Exception?.InnerException is StrataException noClient)
            {
                throw noClient;
            }
        }
        return _result switch
        {
            "directory" => throw CannotStart($"there is no directory '{_command.WorkingDirectory}'", null),
            "program" => throw CannotStart($"there is no program '{_command.FileName}' that can be run", "install it, or put it on PATH"),
            not null when int.TryParse(_result, out var code) => code,
            _ => throw _connection.Lost(_command, HasBegun ? null : _noise.LastOrDefault()),
        };
    }

    /// <summary>Waits for the end; sees to it that there is one when we are asked to end, or when a child of the command still holds its output.</summary>
    private async Task AwaitAsync(Task running)
    {
        var ended = _command.ReadOutput is null ? Task.WhenAll(_ended.Task, _outputEnded.Task) : running;
        await Task.WhenAny(running, _shallEnd.Task, ended).ConfigureAwait(false);
        if (running.IsCompleted)
        {
            return;
        }
        if (_shallEnd.Task.IsCompleted)
        {
            var ending = _connection.EndAsync(_command, _job);
            await Task.WhenAny(ending, Task.Delay(_command.GracePeriod + Patience)).ConfigureAwait(false);
            await Task.WhenAny(running, Task.Delay(Silence)).ConfigureAwait(false);
            return;
        }
        await Task.WhenAny(running, Task.Delay(Silence)).ConfigureAwait(false);
    }

    private void Listen(OutputLine line)
    {
        if (line.IsError)
        {
            ListenToErrors(line);
        }
        else if (!_isOutputOurs)
        {
            _isOutputOurs = line.Text.EndsWith(_mark, StringComparison.Ordinal);
        }
        else if (!_outputEnded.Task.IsCompleted)
        {
            ListenToOutput(line);
        }
    }

    private void ListenToOutput(OutputLine line)
    {
        var at = line.Text.IndexOf(_mark, StringComparison.Ordinal);
        if (at != 0)
        {
            // The command's last line may lack its end.
            HandOn(at < 0 ? line : line with { Text = line.Text[..at].TrimEnd('\r') });
        }
        if (at >= 0)
        {
            _outputEnded.TrySetResult();
        }
    }

    private void ListenToErrors(OutputLine line)
    {
        var at = line.Text.IndexOf(_mark, StringComparison.Ordinal);
        if (!HasBegun)
        {
            if (at >= 0)
            {
                _begun.TrySetResult();
            }
            else
            {
                _noise.Add(line.Text);
            }
            return;
        }
        if (at != 0 && _result is null)
        {
            // The command's last line may lack its end.
            HandOn(at < 0 ? line : line with { Text = line.Text[..at] });
        }
        if (at >= 0)
        {
            _result = line.Text[(at + _mark.Length + 1)..];
            _ended.TrySetResult();
        }
    }

    private void HandOn(OutputLine line)
    {
        if (_broken is not null)
        {
            return;
        }
        try
        {
            _listener?.Invoke(line);
        }
        catch (Exception thrown)
        {
            Break(thrown);
        }
    }

    private async Task WriteAsync(Stream stream, string script, CancellationToken cancellation)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(script), cancellation).ConfigureAwait(false);
        await stream.FlushAsync(cancellation).ConfigureAwait(false);
        if (_command.WriteInput is null && _command.Input is null)
        {
            return;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _ = StopAsync(stop);
        try
        {
            // A connection that opens no session must not cost what the caller can write only once.
            await _begun.Task.WaitAsync(stop.Token).ConfigureAwait(false);
            await (_command.WriteInput?.Invoke(stream, stop.Token) ?? stream.WriteAsync(Encoding.UTF8.GetBytes(_command.Input!), stop.Token).AsTask()).ConfigureAwait(false);
        }
        catch (Exception thrown) when (stop.IsCancellationRequested || !ByteTransfer.IsClosedPipe(thrown))
        {
            if (!stop.IsCancellationRequested)
            {
                Break(thrown);
            }
        }
    }

    /// <summary>A command that has ended, or shall, reads no more.</summary>
    private async Task StopAsync(CancellationTokenSource stop)
    {
        await Task.WhenAny(_ended.Task, _shallEnd.Task).ConfigureAwait(false);
        try
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // All was written.
        }
    }

    private async Task ReadAsync(Stream stream, CancellationToken cancellation)
    {
        // A byte at a time: what follows the mark is the caller's.
        var wanted = Encoding.ASCII.GetBytes(_mark + "\n");
        var found = 0;
        var one = new byte[1];
        while (found < wanted.Length && await stream.ReadAsync(one, cancellation).ConfigureAwait(false) == 1)
        {
            found = one[0] == wanted[found] ? found + 1 : one[0] == wanted[0] ? 1 : 0;
        }
        try
        {
            await _command.ReadOutput!(stream, cancellation).ConfigureAwait(false);
        }
        catch (Exception thrown) when (!cancellation.IsCancellationRequested)
        {
            Break(thrown);
        }
    }

    private void Break(Exception thrown)
    {
        _broken ??= ExceptionDispatchInfo.Capture(thrown);
        _shallEnd.TrySetResult();
    }

    private StrataException CannotStart(string what, string? next) =>
        new(ExitCode.Unreachable, new Problem(CommandLine.Render(_command), $"cannot be started: {what}", next is null ? null : $"{next} of {_connection.Name}"));
}
