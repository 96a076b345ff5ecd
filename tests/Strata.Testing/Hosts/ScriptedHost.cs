using System.Collections.Concurrent;
using System.Text;
using Strata.Engine.Hosts;

namespace Strata.Testing.Hosts;

/// <summary>A build host that answers from a script, runs nothing and keeps its files in memory.</summary>
public sealed class ScriptedHost : IBuildHost
{
    private readonly List<(Func<Command, bool> Matches, Func<Command, ScriptedAnswer> Answer)> script = [];
    private readonly ConcurrentQueue<Command> commandsRun = new();

    /// <inheritdoc/>
    public string Name { get; init; } = "scripted host";

    /// <summary>The commands that were run, in order; those that no script knows too.</summary>
    public IReadOnlyList<Command> CommandsRun => [.. commandsRun];

    /// <summary>The commands that were run, as rendered for messages.</summary>
    public IReadOnlyList<string> LinesRun => [.. commandsRun.Select(CommandLine.Render)];

    /// <summary>The host's files by absolute path.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>What commands were given on standard input by their <see cref="Command.WriteInput"/>.</summary>
    public ConcurrentDictionary<Command, byte[]> Inputs { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Scripts all commands that are, or go on from, the given words; what was scripted last is asked first.</summary>
    public ScriptedHost On(string commandLine, ScriptedAnswer answer) => On(
        c => CommandLine.Render(c) is var line && (line == commandLine || line.StartsWith(commandLine + " ", StringComparison.Ordinal)),
        _ => answer);

    /// <summary>Scripts what a function chooses.</summary>
    public ScriptedHost On(Func<Command, bool> matches, Func<Command, ScriptedAnswer> answer)
    {
        script.Insert(0, (matches, answer));
        return this;
    }

    /// <summary>Puts a text file in place.</summary>
    public ScriptedHost WithFile(string path, string text)
    {
        Files[path] = Encoding.UTF8.GetBytes(text);
        return this;
    }

    /// <inheritdoc/>
    public async Task<int> RunAsync(Command command, Action<OutputLine>? onLine, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        commandsRun.Enqueue(command);
        if (script.FirstOrDefault(s => s.Matches(command)).Answer is not { } answering)
        {
            throw new StrataException(
                ExitCode.Unreachable,
                new Problem(CommandLine.Render(command), $"cannot be started: there is no program '{command.FileName}' that can be run"));
        }
        if (command.WriteInput is not null)
        {
            using var input = new MemoryStream();
            await command.WriteInput(input, cancellation).ConfigureAwait(false);
            Inputs[command] = input.ToArray();
        }
        var answer = answering(command);
        if (command.ReadOutput is not null)
        {
            var text = string.Concat(answer.Lines.Where(l => !l.IsError).Select(l => l.Text + "\n"));
            using var output = new MemoryStream(Encoding.UTF8.GetBytes(text));
            await command.ReadOutput(output, cancellation).ConfigureAwait(false);
        }
        foreach (var line in answer.Lines.Where(l => l.IsError || command.ReadOutput is null))
        {
            onLine?.Invoke(line with { Text = CommandLine.Redact(command, line.Text) });
        }
        if (answer.Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
        }
        return answer.ExitCode;
    }

    /// <inheritdoc/>
    public Task<byte[]?> ReadFileAsync(string path, CancellationToken cancellation) =>
        cancellation.IsCancellationRequested ? Task.FromCanceled<byte[]?>(cancellation) : Task.FromResult(Files.GetValueOrDefault(path));

    /// <inheritdoc/>
    public Task WriteFileAsync(string path, ReadOnlyMemory<byte> content, bool isPrivate, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Files[path] = content.ToArray();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DeleteDirectoryAsync(string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (var file in Files.Keys.Where(f => f.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal)))
        {
            Files.TryRemove(file, out _);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
