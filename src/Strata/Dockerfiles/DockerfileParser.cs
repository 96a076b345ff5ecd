using System.Collections.Immutable;

namespace Strata.Dockerfiles;

/// <summary>Reads Dockerfiles as BuildKit's frontend does: what it takes, this takes, with the same meaning.</summary>
public static class DockerfileParser
{
    // A text that is no Dockerfile at all has an error in each line; nobody reads more than these.
    private const int MostProblems = 20;

    /// <summary>Reads a Dockerfile.</summary>
    /// <param name="text">Its text, with or without byte order mark.</param>
    /// <param name="path">What problems call it.</param>
    /// <exception cref="DefinitionException">It has errors; each has its place as <c>path:line:column</c> and the source line as excerpt.</exception>
    public static Dockerfile Parse(string text, string path)
    {
        var source = new SourceText(text, path);
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var file = new FileBuilder();
        try
        {
            Read(source, file, problems);
        }
        catch (DockerfileSyntaxException e)
        {
            problems.Add(source.ProblemAt(e.Offset, e.What, e.Next));
        }

        if (problems.Count == 0 && file.Stages.Count == 0)
        {
            problems.Add(new Problem(path, file.IsEmpty ? "the Dockerfile has no instructions" : "the Dockerfile has no stage", "start it with FROM"));
        }

        return problems.Count > 0
            ? throw new DefinitionException(problems.DrainToImmutable())
            : new Dockerfile(path, text, [.. file.Directives], [.. file.GlobalArgs], [.. file.Stages.Select((s, i) => s.ToStage(i))]);
    }

    private static void Read(SourceText source, FileBuilder file, ImmutableArray<Problem>.Builder problems)
    {
        var lines = new LineReader(source);
        var directives = new DirectiveReader(source);
        var heredocReader = new HeredocReader(source, lines);
        file.Directives = directives.Directives;
        var lastWasUnknown = false;
        while (problems.Count < MostProblems && lines.TryRead(out var line))
        {
            var start = LogicalLine.SkipSpace(source.Text, line.Start, line.End);
            directives.Read(start, line);
            if (start == line.End || source.Text[start] == '#')
            {
                continue;
            }

            var logical = LogicalLine.Read(source, lines, line, start, directives.Escape);
            var split = InstructionLine.Split(logical, directives.Escape);
            var end = logical.End;
            var heredocs = heredocReader.Read(split.Keyword == "ONBUILD" && split.HasArgs ? split.Inner() : split, ref end);

            // The lines of a script whose continuation was forgotten are one error, not one for each line.
            var isUnknown = !InstructionParser.Keywords.Contains(split.Keyword);
            if (!(isUnknown && lastWasUnknown))
            {
                file.HasFrom |= split.Keyword == "FROM";
                Add(source, file, problems, split, source.Span(logical.Start, end), heredocs);
            }

            lastWasUnknown = isUnknown;
        }
    }

    private static void Add(
        SourceText source, FileBuilder file, ImmutableArray<Problem>.Builder problems, InstructionLine line, SourceSpan span, ImmutableArray<Heredoc> heredocs)
    {
        try
        {
            file.Add(InstructionParser.Parse(line, span, heredocs));
        }
        catch (DockerfileSyntaxException e)
        {
            problems.Add(source.ProblemAt(e.Offset, e.What, e.Next));
        }
    }

    private sealed class FileBuilder
    {
        public List<Directive> Directives { get; set; } = [];

        public List<ArgInstruction> GlobalArgs { get; } = [];

        public List<StageBuilder> Stages { get; } = [];

        /// <summary>A FROM was seen, be it a wrong one: what follows it stands not before the first.</summary>
        public bool HasFrom { get; set; }

        public bool IsEmpty => GlobalArgs.Count == 0 && Stages.Count == 0;

        public void Add(Instruction instruction)
        {
            switch (instruction)
            {
                case FromInstruction from:
                    Stages.Add(new StageBuilder(from));
                    break;
                case ArgInstruction arg when Stages.Count == 0:
                    GlobalArgs.Add(arg);
                    break;
                case var _ when !HasFrom:
                    throw new DockerfileSyntaxException(
                        instruction.Span.Offset, $"{instruction.Keyword} stands before the first FROM", "only ARG may stand there");
                case var _ when Stages.Count > 0:
                    Stages[^1].Instructions.Add(instruction);
                    break;
            }
        }
    }

    private sealed class StageBuilder(FromInstruction from)
    {
        public List<Instruction> Instructions { get; } = [];

        public Stage ToStage(int index) => new(index, from, [.. Instructions]);
    }
}
