using System.Net;

namespace Strata.Engine.Hosts;

/// <summary>Where commands run and trees are copied to: this machine, or one over SSH. All above it is the same for both.</summary>
public interface IBuildHost : IAsyncDisposable
{
    /// <summary>What users call it: <c>this machine</c> or <c>user@host</c>.</summary>
    string Name { get; }

    /// <summary>Runs a command to its end; each line of output is handed on as it comes.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="onLine">Called in order, one line at a time, never after the task has ended; null drops the output.</param>
    /// <param name="cancellation">Ends the command and all that it started, then throws <see cref="OperationCanceledException"/>.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="StrataException">The program cannot be started, or the host was lost (exit code 4).</exception>
    Task<int> RunAsync(Command command, Action<OutputLine>? onLine, CancellationToken cancellation);

    /// <summary>Reads a whole file of the host; null when there is none.</summary>
    Task<byte[]?> ReadFileAsync(string path, CancellationToken cancellation);

    /// <summary>Writes a file beside its place and renames it there, making its directory; mode 0600 when private, else 0644.</summary>
    Task WriteFileAsync(string path, ReadOnlyMemory<byte> content, bool isPrivate, CancellationToken cancellation);

    /// <summary>Deletes a directory with all in it; nothing happens when there is none.</summary>
    Task DeleteDirectoryAsync(string path, CancellationToken cancellation);

    /// <summary>A Unix socket of this machine that leads to one of the host, as long as the host is connected; null where none can.</summary>
    /// <param name="path">The socket on the host; absolute.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StrataException">The host was lost, or forwards nothing (exit code 4).</exception>
    Task<string?> FindSocketAsync(string path, CancellationToken cancellation) => Task.FromResult<string?>(null);

    /// <summary>A Unix socket of this machine that leads to a TCP port of the host, as long as the host is connected; null where the port is this machine's own.</summary>
    /// <param name="port">The port, at an address of the host; whether anybody listens there is not asked.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StrataException">The host was lost, or forwards nothing (exit code 4).</exception>
    Task<string?> FindPortAsync(IPEndPoint port, CancellationToken cancellation) => Task.FromResult<string?>(null);
}

/// <summary>A line that a command printed, without its line end.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsError">It came on standard error.</param>
public readonly record struct OutputLine(string Text, bool IsError);
