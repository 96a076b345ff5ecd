using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Strata.Engine.Hosts;

/// <summary>One command on this machine, in a session of its own, from start to end.</summary>
internal static class LocalProcess
{
    private const string Setsid = "setsid";
    private const string SetsidFailed = "setsid: failed to execute ";

    // How long a pipe may stay silent after its command's end before we believe that only a background child holds it.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(5);

    // More than both pipes hold where nobody changes the kernel's limit, in bytes.
    private const long PipeLimit = 2 * 1024 * 1024;

    internal static async Task<int> RunAsync(Command command, Action<OutputLine>? onLine, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var reading = new CancellationTokenSource();
        string? startFailure = null;
        var sink = new LineSink(command, Listen, end.Cancel);
        using var process = Start(command);

        using var transfer = new ByteTransfer(end);
        var output = process.StandardOutput.BaseStream;
        var bytes = command.ReadOutput is null ? Task.CompletedTask : transfer.RunAsync(command.ReadOutput, output);
        var readers = Task.WhenAll(
            command.ReadOutput is null ? sink.ReadAsync(output, isError: false, reading.Token) : Task.CompletedTask,
            sink.ReadAsync(process.StandardError.BaseStream, isError: true, reading.Token));
        var input = transfer.RunAsync(command.WriteInput ?? WriteText, process.StandardInput.BaseStream);
        await process.WaitForExitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (end.IsCancellationRequested)
        {
            await ProcessTree.EndAsync(process, command.InterruptFirst ? Native.SigInt : Native.SigTerm, command.GracePeriod).ConfigureAwait(false);
        }
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        await bytes.ConfigureAwait(false);
        transfer.Stop();
        await DrainAsync(sink, readers, end.Token).ConfigureAwait(false);
        await reading.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(readers, input).WaitAsync(Silence, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        sink.Close();
        transfer.ThrowIfBroken();
        cancellation.ThrowIfCancellationRequested();
        if (startFailure is not null && process.ExitCode is 126 or 127)
        {
            throw CannotStart(command, startFailure, null);
        }
        return process.ExitCode;

        Task WriteText(Stream stream, CancellationToken token) => stream.WriteAsync(Encoding.UTF8.GetBytes(command.Input ?? ""), token).AsTask();

        void Listen(OutputLine line)
        {
            if (line.IsError && line.Text.StartsWith(SetsidFailed, StringComparison.Ordinal))
            {
                startFailure = line.Text[SetsidFailed.Length..];
                return;
            }
            onLine?.Invoke(line);
        }
    }

    private static Process Start(Command command)
    {
        var start = new ProcessStartInfo
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
            WorkingDirectory = command.WorkingDirectory ?? "",
        };
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
            if (value is null)
            {
                start.Environment.Remove(name);
            }
        }
        var directory = Path.GetFullPath(command.WorkingDirectory ?? ".");
        if (!Directory.Exists(directory))
        {
            throw CannotStart(command, $"there is no directory '{directory}'", null);
        }
        var path = start.Environment.TryGetValue("PATH", out var own) ? own : null;
        var program = ProgramPath.Find(command.FileName, directory, path)
            ?? throw CannotStart(command, $"there is no program '{command.FileName}' that can be run", $"install it, or put it on PATH");
        // setsid(1) makes the new session and becomes the program: same process, and nothing to wait for in between.
        var setsid = OperatingSystem.IsWindows() ? null : ProgramPath.Find(Setsid, "/", Environment.GetEnvironmentVariable("PATH"));
        start.FileName = setsid ?? program;
        foreach (var word in setsid is null ? command.Arguments : [program, .. command.Arguments])
        {
            start.ArgumentList.Add(word);
        }
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw CannotStart(command, failure.Message.ToLowerInvariant(), null, failure);
        }
    }

    private static async Task DrainAsync(LineSink sink, Task readers, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var atEnd = sink.BytesRead;
        long? before = null;
        while (!readers.IsCompleted && clock.Elapsed < DrainLimit)
        {
            await Task.WhenAny(readers, Task.Delay(Silence)).ConfigureAwait(false);
            var (now, isHandling) = (sink.BytesRead, sink.IsHandling);
            if (!isHandling && now == before)
            {
                return;
            }
            before = isHandling ? null : now;
            if (isHandling && now - atEnd < PipeLimit && !cancellation.IsCancellationRequested)
            {
                // The listener takes its time over what the command left, such as a terminal that was stopped.
                clock.Restart();
            }
        }
    }

    private static StrataException CannotStart(Command command, string what, string? next, Exception? cause = null) =>
        new(ExitCode.Unreachable, new Problem(CommandLine.Render(command), $"cannot be started: {CommandLine.Redact(command, what)}", next), cause);
}
