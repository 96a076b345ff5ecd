using System.Collections.Immutable;

namespace Strata.Dockerfiles;

/// <summary>A Dockerfile that was read.</summary>
/// <param name="Path">Where it stands, as problems name it.</param>
/// <param name="Text">The whole text.</param>
/// <param name="Directives">Parser directives at its top.</param>
/// <param name="GlobalArgs">ARG instructions before the first FROM.</param>
/// <param name="Stages">At least one.</param>
public sealed record Dockerfile(
    string Path, string Text, ImmutableArray<Directive> Directives, ImmutableArray<ArgInstruction> GlobalArgs, ImmutableArray<Stage> Stages)
{
    /// <summary>The escape and continuation character: a backslash or a backtick.</summary>
    public char Escape => Directive("escape")?.Value[0] ?? '\\';

    /// <summary>The frontend image that the syntax directive names; null when there is none.</summary>
    public string? Syntax => Directive("syntax")?.Value.Split(' ')[0];

    /// <summary>All instructions in the order of the file.</summary>
    public IEnumerable<Instruction> Instructions => GlobalArgs.Concat(Stages.SelectMany(s => s.Instructions.Prepend(s.From)));

    /// <summary>Names that it declares with ARG, before FROM or in a stage.</summary>
    public IEnumerable<string> DeclaredArgs =>
        Instructions.OfType<ArgInstruction>().SelectMany(a => a.Declarations).Select(d => d.Name).Distinct();

    /// <summary>The directive of that name; null when it is not given.</summary>
    public Directive? Directive(string name) => Directives.FirstOrDefault(d => d.Name == name);

    /// <summary>The text that a span stands for.</summary>
    public string TextOf(SourceSpan span) => Text.Substring(span.Offset, span.Length);

    /// <summary>The stage with this name, case aside; of several the last, as BuildKit takes it. Null when there is none.</summary>
    public Stage? FindStage(string name) => Stages.LastOrDefault(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A problem at a place of the file, with the source line and a caret.</summary>
    public Problem ProblemAt(SourceSpan span, string what, string? next = null) => new SourceText(Text, Path).ProblemAt(span.Offset, what, next);
}

/// <summary>A stage: FROM and what follows up to the next FROM.</summary>
/// <param name="Index">From 0.</param>
/// <param name="From">Its FROM.</param>
/// <param name="Instructions">What follows FROM.</param>
public sealed record Stage(int Index, FromInstruction From, ImmutableArray<Instruction> Instructions)
{
    /// <summary>Its name in lower case; null when it has none.</summary>
    public string? Name => From.StageName;

    /// <summary>Its name in BuildKit's progress: the name, or <c>stage-N</c> with its index.</summary>
    public string ProgressName => Name ?? $"stage-{Index}";

    /// <summary>How many of its instructions are steps: RUN, COPY, ADD and WORKDIR. An image from outside the file adds one for FROM.</summary>
    public int StepCount => Instructions.Count(i => i.IsStep);
}
