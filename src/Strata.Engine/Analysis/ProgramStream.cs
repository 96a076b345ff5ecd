using System.ComponentModel;
using System.Diagnostics;
using Strata.Engine.Files;
using Strata.Engine.Hosts;

namespace Strata.Engine.Analysis;

/// <summary>What a program of this machine prints, as bytes; the program ends with the stream.</summary>
internal sealed class ProgramStream : ForwardStream
{
    private const int MostErrors = 4096;

    private readonly Process _process;
    private readonly Command _command;
    private readonly Task _input;
    private readonly Task<string> _errors;
    private bool _isEnded;

    private ProgramStream(Process process, Command command, Stream? input)
    {
        _process = process;
        _command = command;
        _errors = Task.Run(() => ReadErrors(process.StandardError));
        _input = Task.Run(() => Feed(process.StandardInput.BaseStream, input));
    }

    /// <summary>Starts a program.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="input">What it reads; null for nothing. Disposed when it has been read.</param>
    /// <exception cref="StrataException">It cannot be started (exit code 4).</exception>
    public static ProgramStream Start(Command command, Stream? input = null)
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
            if (value is null)
            {
                start.Environment.Remove(name);
            }
        }

        try
        {
            return new ProgramStream(Process.Start(start)!, command, input);
        }
        catch (Win32Exception failure)
        {
            input?.Dispose();
            throw new StrataException(ExitCode.Unreachable, new Problem(CommandLine.Render(command), $"cannot be started: {failure.Message.ToLowerInvariant()}"), failure);
        }
    }

    /// <exception cref="StrataException">The program has failed (exit code 4); its last words are in the message.</exception>
    public override int Read(Span<byte> buffer)
    {
        // Who asks for nothing gets nothing, and that is no end.
        var count = _isEnded || buffer.IsEmpty ? 0 : _process.StandardOutput.BaseStream.Read(buffer);
        if (count == 0 && !_isEnded && !buffer.IsEmpty)
        {
            _isEnded = true;
            _process.WaitForExit();
            _input.GetAwaiter().GetResult();
            if (_process.ExitCode != 0)
            {
                throw new StrataException(ExitCode.Unreachable, new Problem(
                    CommandLine.Render(_command), $"ended with exit code {_process.ExitCode}", null, _errors.GetAwaiter().GetResult().Trim() is { Length: > 0 } said ? said : null));
            }
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                _process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // It has ended by itself.
            }

            _process.WaitForExit();
            _process.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void Feed(Stream program, Stream? input)
    {
        using (program)
        using (input)
        {
            try
            {
                input?.CopyTo(program, 128 * 1024);
            }
            catch (IOException)
            {
                // The program reads no more: why, its exit code tells. A source that breaks off leaves it a stream that is cut short.
            }
        }
    }

    private static string ReadErrors(StreamReader errors)
    {
        var kept = new char[MostErrors];
        var count = errors.ReadBlock(kept, 0, kept.Length);
        while (errors.Read(new char[1024]) > 0)
        {
            // Beyond that nobody reads it, but the program has to be able to write it.
        }

        return new string(kept, 0, count);
    }
}
