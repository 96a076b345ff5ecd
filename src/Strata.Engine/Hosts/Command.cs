using System.Collections.Immutable;

namespace Strata.Engine.Hosts;

/// <summary>A program and its words, to be run on a host; no shell reads them.</summary>
/// <param name="FileName">A path, or a name looked up on the host's PATH.</param>
/// <param name="Arguments">The words, unquoted.</param>
public sealed record Command(string FileName, params ImmutableArray<string> Arguments)
{
    /// <summary>Where it runs; null for the host's default.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables over the host's own environment; a null value takes one away.</summary>
    public ImmutableDictionary<string, string?> Environment { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>What it reads on standard input; null for nothing (closed).</summary>
    public string? Input { get; init; }

    /// <summary>Writes standard input as bytes while the command runs, in place of <see cref="Input"/>; the stream is closed when it returns.</summary>
    /// <remarks>
    /// Writing to a command that has ended throws an <see cref="IOException"/>, which is to be let through: not to read all is no error of
    /// a command. Anything else that it throws ends the command and reaches the caller.
    /// </remarks>
    public Func<Stream, CancellationToken, Task>? WriteInput { get; init; }

    /// <summary>Reads standard output as bytes, to its end; the listener then gets the lines of standard error alone, and secrets are not masked.</summary>
    public Func<Stream, CancellationToken, Task>? ReadOutput { get; init; }

    /// <summary>How long it gets after SIGTERM (or SIGINT, see <see cref="InterruptFirst"/>) before its whole tree is killed.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Cancel with SIGINT in place of SIGTERM.</summary>
    public bool InterruptFirst { get; init; }

    /// <summary>What is masked when the command is rendered, and in its output.</summary>
    public ImmutableArray<Secret> Secrets { get; init; } = [];
}
