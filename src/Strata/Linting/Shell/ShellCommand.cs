using System.Collections.Immutable;
using Strata.Dockerfiles;

namespace Strata.Linting.Shell;

/// <summary>A simple command of a shell script.</summary>
/// <param name="Words">Program and arguments, quotes taken away; assignments, redirections and wrappers are not among them.</param>
/// <param name="Wrappers">Programs that only start the command: sudo, env, xargs, exec and so on, the outermost first.</param>
/// <param name="PipedFrom">The command whose output it reads; null when it reads no pipe.</param>
public sealed record ShellCommand(ImmutableArray<Word> Words, ImmutableArray<Word> Wrappers, ShellCommand? PipedFrom)
{
    /// <summary>The program's name without its directory.</summary>
    public string Program => Words[0].Text[(Words[0].Text.LastIndexOf('/') + 1)..];

    /// <summary>What stands behind the program.</summary>
    public IEnumerable<Word> Arguments => Words.Skip(1);

    /// <summary>From the program to the last word.</summary>
    public SourceSpan Span => Words[0].Span with { EndLine = Words[^1].Span.EndLine, Length = Words[^1].Span.End - Words[0].Span.Offset };

    /// <summary>Whether one of the arguments is one of these.</summary>
    public bool Has(params ReadOnlySpan<string> arguments)
    {
        foreach (var word in Words.AsSpan()[1..])
        {
            if (arguments.Contains(word.Text))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it was started by this wrapper, such as <c>xargs</c>.</summary>
    public bool IsIn(string wrapper) => Wrappers.Any(w => w.Text == wrapper);
}
