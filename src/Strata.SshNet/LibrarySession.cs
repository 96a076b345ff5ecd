using System.Net.Sockets;
using Renci.SshNet;
using Renci.SshNet.Common;
using Strata.Engine.Hosts;

namespace Strata.SshNet;

/// <summary>One session over a client of the library, from start to end.</summary>
internal static class LibrarySession
{
    private const int NotRun = 255;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(5);

    /// <summary>Runs the session.</summary>
    /// <returns>Its exit code; 255 when it was not opened, or the connection was lost.</returns>
    internal static async Task<int> RunAsync(SshClient client, SshSession session, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var reading = new CancellationTokenSource();
        var sink = new LineSink(session.AsCommand("ssh"), session.OnLine, end.Cancel);
        using var transfer = new ByteTransfer(end);
        if (await OpenAsync(client).ConfigureAwait(false) is not var (running, ended, input))
        {
            return NotRun;
        }
        var output = PipedOutput.Of(running.OutputStream);
        var readers = Task.WhenAll(
            session.ReadOutput is null ? sink.ReadAsync(output, isError: false, reading.Token) : transfer.RunAsync(session.ReadOutput, output),
            sink.ReadAsync(PipedOutput.Of(running.ExtendedOutputStream), isError: true, reading.Token));
        var writing = transfer.RunAsync(session.WriteInput, new SessionInput(input, ended));

        var left = Task.Delay(Timeout.Infinite, end.Token);
        await Task.WhenAny(ended, left).ConfigureAwait(false);
        if (ended.IsCompleted)
        {
            // What has come is read to its end; the library closes both streams behind it.
            await Task.WhenAny(readers, left).ConfigureAwait(false);
        }
        transfer.Stop();
        await reading.CancelAsync().ConfigureAwait(false);
        await writing.WaitAsync(Patience, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // It closes the channel and waits for the answer. When both ends close at once it may throw, and the task of the command then never ends.
        await Task.Factory.StartNew(running.Dispose, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(ClosePatience, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await readers.WaitAsync(Patience, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ = ended.ContinueWith(static e => e.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        sink.Close();
        transfer.ThrowIfBroken();
        cancellation.ThrowIfCancellationRequested();
        return ended.IsCompletedSuccessfully ? running.ExitStatus ?? NotRun : NotRun;
    }

    private static async Task<(Renci.SshNet.SshCommand Running, Task Ended, Stream Input)?> OpenAsync(SshClient client)
    {
        try
        {
            // Two round trips that block a thread.
            return await Task.Factory.StartNew(() => Open(client), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is SshException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            return null;
        }
    }

    private static (Renci.SshNet.SshCommand, Task, Stream) Open(SshClient client)
    {
        var command = client.CreateCommand(SshSession.Line);
        try
        {
            var ended = command.ExecuteAsync(CancellationToken.None);
            return (command, ended, command.CreateInputStream());
        }
        catch
        {
            command.Dispose();
            throw;
        }
    }
}
