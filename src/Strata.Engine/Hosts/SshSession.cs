using System.Collections.Immutable;

namespace Strata.Engine.Hosts;

/// <summary>What goes in and out of one session of a connection.</summary>
public sealed record SshSession
{
    /// <summary>What the login shell is asked to run in every session.</summary>
    public const string Line = SshScript.Login;

    /// <summary>Writes standard input; the stream is closed when it returns. The same as <see cref="Command.WriteInput"/>.</summary>
    public required Func<Stream, CancellationToken, Task> WriteInput { get; init; }

    /// <summary>Reads standard output as bytes, to its end; null when it is lines too.</summary>
    public Func<Stream, CancellationToken, Task>? ReadOutput { get; init; }

    /// <summary>Called in order, one line at a time.</summary>
    public required Action<OutputLine> OnLine { get; init; }

    /// <summary>What is masked in lines.</summary>
    public ImmutableArray<Secret> Secrets { get; init; } = [];

    /// <summary>The session as a command of some client.</summary>
    internal Command AsCommand(string fileName, params ImmutableArray<string> arguments) => new(fileName, arguments)
    {
        GracePeriod = TimeSpan.FromSeconds(1),
        WriteInput = WriteInput,
        ReadOutput = ReadOutput,
        Secrets = Secrets,
    };
}
