using System.Collections.Immutable;
using Strata.Dockerfiles;

namespace Strata.Linting.Shell;

/// <summary>A RUN and the commands that it runs.</summary>
/// <param name="Run">The instruction.</param>
/// <param name="Commands">In the order in which they stand; empty for programs in other languages than the shell's.</param>
public sealed record RunScript(RunInstruction Run, ImmutableArray<ShellCommand> Commands)
{
    private static readonly string[] Shells = ["sh", "bash", "ash", "dash", "zsh", "ksh"];

    /// <summary>Whether a cache is mounted at this directory or one above it.</summary>
    public bool HasCacheAt(string directory) =>
        Run.Mounts.Any(m => m.Type == "cache" && m.Target?.TrimEnd('/') is { Length: > 0 } target
            && (directory == target || directory.StartsWith(target + "/", StringComparison.Ordinal)));

    /// <summary>Finds the commands of a RUN in any of its forms.</summary>
    internal static RunScript Read(LintedFile file, RunInstruction run)
    {
        if (run.Command is { IsExec: true, Words: var words })
        {
            var span = run.Span with { Length = Math.Min(run.Span.Length, 3), EndLine = run.Span.StartLine };
            var isShell = words.Length > 2 && Shells.Contains(words[0][(words[0].LastIndexOf('/') + 1)..]);
            return new RunScript(run, isShell ? ShellReader.Read(words[^1], 0, words[^1].Length, (_, _) => span)
                : words.Length > 0 ? [new ShellCommand([.. words.Select(w => new Word(w, span))], [], null)]
                : []);
        }

        var (line, start, end) = Line(file, run);
        var commands = ShellReader.Read(line.Text, start, end, line.Span);
        return new RunScript(run, [.. commands, .. run.Heredocs.Where(h => IsScript(h, commands)).SelectMany(h => ReadHeredoc(file, h))]);
    }

    // A heredoc alone is a script, and so is one that a shell reads; others are files.
    private static bool IsScript(Heredoc heredoc, ImmutableArray<ShellCommand> commands)
    {
        var isAlone = commands.IsEmpty || Shells.Contains(commands[^1].Program) && !commands[^1].Has("-c");
        var first = heredoc.Content.AsSpan().TrimStart();
        return isAlone && (!first.StartsWith("#!") || Shells.Any(s => heredoc.Content.Split('\n')[0].TrimEnd().EndsWith(s, StringComparison.Ordinal)));
    }

    private static ImmutableArray<ShellCommand> ReadHeredoc(LintedFile file, Heredoc heredoc) =>
        ShellReader.Read(file.Dockerfile.Text, heredoc.Span.Offset, heredoc.Span.End, file.Source.Span);

    private static (LogicalLine Line, int Start, int End) Line(LintedFile file, RunInstruction run)
    {
        var lines = new LineReader(file.Source);
        while (lines.TryRead(out var line))
        {
            if (run.Span.Offset <= line.End)
            {
                var logical = LogicalLine.Read(file.Source, lines, line, run.Span.Offset, file.Dockerfile.Escape);
                var split = InstructionLine.Split(logical, file.Dockerfile.Escape);
                return (logical, split.ArgsStart, split.ArgsEnd);
            }
        }

        throw new InvalidOperationException("the instruction does not stand in its own file");
    }
}
