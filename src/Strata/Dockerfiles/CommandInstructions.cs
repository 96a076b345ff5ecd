using System.Collections.Immutable;

namespace Strata.Dockerfiles;

/// <summary>A command line in one of the two forms that Dockerfiles have.</summary>
/// <param name="Words">The words of the JSON form, or one text for the shell; the text of a heredoc is not in it.</param>
/// <param name="IsExec">The JSON form: no shell reads it.</param>
public sealed record CommandLine(ImmutableArray<string> Words, bool IsExec);

/// <summary>A heredoc of a RUN, COPY or ADD.</summary>
/// <param name="Name">The word that ends it, quotes taken away.</param>
/// <param name="Content">Its lines as they stand in the file, with their endings.</param>
/// <param name="Expands">Variables in it are expanded (COPY and ADD), since its name has no quotes.</param>
/// <param name="StripsTabs">Leading tabs are dropped (<c>&lt;&lt;-</c>).</param>
/// <param name="Span">The content.</param>
public sealed record Heredoc(string Name, string Content, bool Expands, bool StripsTabs, SourceSpan Span);

/// <summary>RUN: a command makes a layer.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Command">What runs; empty words when all of it stands in heredocs' shell form.</param>
/// <param name="Mounts">Values of --mount.</param>
/// <param name="Heredocs">In the order in which they stand.</param>
public sealed record RunInstruction(SourceSpan Span, CommandLine Command, ImmutableArray<Mount> Mounts, ImmutableArray<Heredoc> Heredocs)
    : Instruction("RUN", Span)
{
    /// <inheritdoc/>
    public override bool IsStep => true;

    /// <summary><c>default</c>, <c>none</c> or <c>host</c>.</summary>
    public string Network { get; init; } = "default";

    /// <summary><c>sandbox</c> or <c>insecure</c>.</summary>
    public string Security { get; init; } = "sandbox";

    /// <summary>Values of --device, as written.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];
}

/// <summary>A mount of a RUN.</summary>
/// <param name="Options">Keys in lower case with their values; a key without '=' has the value null.</param>
/// <param name="Span">The flag's value.</param>
public sealed record Mount(ImmutableArray<KeyValuePair<string, string?>> Options, SourceSpan Span)
{
    /// <summary><c>bind</c> (the default), <c>cache</c>, <c>tmpfs</c>, <c>secret</c> or <c>ssh</c>; as written otherwise.</summary>
    public string Type => Value("type")?.ToLowerInvariant() ?? "bind";

    /// <summary>Stage, image or named context that is mounted; null for the build context.</summary>
    public string? From => Value("from") is { Length: > 0 } from ? from : null;

    /// <summary>The path in what is mounted; null for its root.</summary>
    public string? Source => Value("source", "src");

    /// <summary>The path in the container.</summary>
    public string? Target => Value("target", "dst", "destination");

    /// <summary>The last value given under one of the names; null when none is.</summary>
    public string? Value(params ReadOnlySpan<string> names)
    {
        string? value = null;
        foreach (var option in Options)
        {
            value = names.Contains(option.Key) ? option.Value : value;
        }

        return value;
    }
}

/// <summary>COPY or ADD: files make a layer.</summary>
/// <param name="Keyword">COPY or ADD.</param>
/// <param name="Span">The instruction.</param>
/// <param name="Sources">Paths, patterns or (ADD) addresses; heredocs are not among them.</param>
/// <param name="Destination">The last word.</param>
/// <param name="Heredocs">Files that stand in the Dockerfile itself.</param>
public abstract record FileInstruction(
    string Keyword, SourceSpan Span, ImmutableArray<Word> Sources, Word Destination, ImmutableArray<Heredoc> Heredocs) : Instruction(Keyword, Span)
{
    /// <inheritdoc/>
    public override bool IsStep => true;

    /// <summary>Value of --chown; null when not given.</summary>
    public string? Chown { get; init; }

    /// <summary>Value of --chmod; null when not given.</summary>
    public string? Chmod { get; init; }

    /// <summary>The layer does not depend on the ones below.</summary>
    public bool Link { get; init; }

    /// <summary>Values of --exclude.</summary>
    public ImmutableArray<string> Excludes { get; init; } = [];
}

/// <summary>COPY.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Sources">Paths or patterns.</param>
/// <param name="Destination">The last word.</param>
/// <param name="Heredocs">Files that stand in the Dockerfile itself.</param>
public sealed record CopyInstruction(SourceSpan Span, ImmutableArray<Word> Sources, Word Destination, ImmutableArray<Heredoc> Heredocs)
    : FileInstruction("COPY", Span, Sources, Destination, Heredocs)
{
    /// <summary>Stage (name or index), image or named context to copy from; null for the build context.</summary>
    public Word? From { get; init; }

    /// <summary>Parent directories of the sources are copied too.</summary>
    public bool Parents { get; init; }
}

/// <summary>ADD.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Sources">Paths, patterns or addresses.</param>
/// <param name="Destination">The last word.</param>
/// <param name="Heredocs">Files that stand in the Dockerfile itself.</param>
public sealed record AddInstruction(SourceSpan Span, ImmutableArray<Word> Sources, Word Destination, ImmutableArray<Heredoc> Heredocs)
    : FileInstruction("ADD", Span, Sources, Destination, Heredocs)
{
    /// <summary>Value of --checksum; null when not given.</summary>
    public string? Checksum { get; init; }

    /// <summary>Keeps .git of a repository; null when not given.</summary>
    public bool? KeepGitDir { get; init; }

    /// <summary>Unpacks archives; null when not given.</summary>
    public bool? Unpack { get; init; }
}

/// <summary>CMD: what a container runs unless told otherwise.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Command">The command.</param>
public sealed record CmdInstruction(SourceSpan Span, CommandLine Command) : Instruction("CMD", Span);

/// <summary>ENTRYPOINT: what a container runs.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Command">The command; no words take the base's away.</param>
public sealed record EntrypointInstruction(SourceSpan Span, CommandLine Command) : Instruction("ENTRYPOINT", Span);

/// <summary>SHELL: what runs the shell form of what follows.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Words">At least one.</param>
public sealed record ShellInstruction(SourceSpan Span, ImmutableArray<string> Words) : Instruction("SHELL", Span);

/// <summary>HEALTHCHECK: how a container is asked whether it is well.</summary>
/// <param name="Span">The instruction.</param>
/// <param name="Command">The command; null for NONE.</param>
public sealed record HealthcheckInstruction(SourceSpan Span, CommandLine? Command) : Instruction("HEALTHCHECK", Span)
{
    /// <summary>Between two checks; null when not given.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>How long one check may take; null when not given.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long failures do not count at the start; null when not given.</summary>
    public TimeSpan? StartPeriod { get; init; }

    /// <summary>Between two checks during the start period; null when not given.</summary>
    public TimeSpan? StartInterval { get; init; }

    /// <summary>Failures in a row that make it unhealthy; null when not given.</summary>
    public int? Retries { get; init; }
}
