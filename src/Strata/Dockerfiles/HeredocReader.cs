using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Strata.Dockerfiles;

/// <summary>Finds the heredocs of an instruction and reads their contents from the lines below it.</summary>
internal sealed partial class HeredocReader(SourceText source, LineReader lines)
{
    /// <summary>Reads what the instruction's last line announces; nothing for instructions that have no heredocs.</summary>
    /// <param name="instruction">The instruction, or the one within ONBUILD.</param>
    /// <param name="end">Offset behind the instruction; moved behind the last heredoc.</param>
    public ImmutableArray<Heredoc> Read(InstructionLine instruction, ref int end)
    {
        var line = instruction.Line;
        if (instruction.Keyword is not ("RUN" or "COPY" or "ADD") || !line.Text.Contains("<<", StringComparison.Ordinal) || IsJson(instruction))
        {
            return [];
        }

        var heredocs = ImmutableArray.CreateBuilder<Heredoc>();
        foreach (var word in WordsOf(line.Text))
        {
            if (Parse(word.Text) is { } announced)
            {
                heredocs.Add(ReadContent(line, word.Start, announced, ref end));
            }
        }

        return heredocs.DrainToImmutable();
    }

    /// <summary>The heredoc that a word announces, without content; null when it announces none.</summary>
    public static Heredoc? Parse(string word)
    {
        var match = Pattern().Match(word);
        if (!match.Success || match.Groups[2].Length == 0)
        {
            return null;
        }

        var name = match.Groups[2].Value;
        if (Split(name, keepQuotes: false) is not [var bare] || Split(name, keepQuotes: true) is not [var raw])
        {
            return null;
        }

        var isQuoted = bare.Text.Count(c => c is '\'' or '"') != raw.Text.Count(c => c is '\'' or '"');
        return new Heredoc(bare.Text, "", !isQuoted, match.Groups[1].Length > 0, default);
    }

    private Heredoc ReadContent(LogicalLine line, int wordStart, Heredoc announced, ref int end)
    {
        var text = source.Text;
        var start = -1;
        while (lines.TryRead(out var content))
        {
            start = start < 0 ? content.Start : start;
            var last = text.AsSpan(content.Start, content.End - content.Start);
            if ((announced.StripsTabs ? last.TrimStart('\t') : last).SequenceEqual(announced.Name))
            {
                end = content.End;
                return announced with { Content = text[start..content.Start], Span = source.Span(start, content.Start) };
            }
        }

        throw line.Error(
            wordStart, $"the heredoc '{announced.Name}' is never closed", $"end it with a line that holds only {announced.Name}");
    }

    private static bool IsJson(InstructionLine instruction)
    {
        try
        {
            return instruction.JsonStrings() is not null;
        }
        catch (DockerfileSyntaxException)
        {
            // A JSON array of other things than strings: refused when the instruction itself is read.
            return true;
        }
    }

    // A line that the lexer cannot read, such as one with an apostrophe, has no heredocs.
    private static List<LexedWord> WordsOf(string line)
    {
        try
        {
            return ShellLexer.Split(line, keepQuotes: true, keepEscapes: true);
        }
        catch (ShellSyntaxException)
        {
            return [];
        }
    }

    private static List<LexedWord> Split(string name, bool keepQuotes)
    {
        try
        {
            return ShellLexer.Split(name, keepQuotes, keepEscapes: false);
        }
        catch (ShellSyntaxException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"^[0-9]*<<(-?)[\t\n\f\r ]*([^<]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
