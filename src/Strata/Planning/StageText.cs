using System.Text;
using Strata.Dockerfiles;

namespace Strata.Planning;

/// <summary>An instruction's text without what BuildKit passes over: comments and blank lines within it, carriage returns outside heredocs.</summary>
internal static class StageText
{
    /// <summary>The texts of the instructions in their order, each with its length before it.</summary>
    public static string Of(Dockerfile file, IEnumerable<Instruction> instructions)
    {
        var all = new StringBuilder();
        foreach (var instruction in instructions)
        {
            var text = Of(file, instruction);
            all.Append(text.Length).Append(':').Append(text).Append('\n');
        }

        return all.ToString();
    }

    private static string Of(Dockerfile file, Instruction instruction)
    {
        // In heredocs every character counts, so they stay as they are.
        var heredocs = Heredocs(instruction) is [var first, ..] ? first.Span.Offset : instruction.Span.End;
        var head = file.Text[instruction.Span.Offset..heredocs];
        var text = new StringBuilder();
        foreach (var line in head.Split('\n').Select(l => l.TrimEnd('\r')))
        {
            var bare = line.AsSpan().TrimStart();
            if (text.Length == 0 || (bare.Length > 0 && bare[0] != '#'))
            {
                text.Append(line).Append('\n');
            }
        }

        return text.Append(file.Text[heredocs..instruction.Span.End]).ToString();
    }

    private static IReadOnlyList<Heredoc> Heredocs(Instruction instruction) => instruction switch
    {
        RunInstruction run => run.Heredocs,
        FileInstruction files => files.Heredocs,
        OnbuildInstruction onbuild => Heredocs(onbuild.Trigger),
        _ => [],
    };
}
