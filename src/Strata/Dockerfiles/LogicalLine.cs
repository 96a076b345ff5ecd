using System.Text;

namespace Strata.Dockerfiles;

/// <summary>An instruction's lines joined: continuation marks, comments and empty lines between them are gone.</summary>
internal sealed class LogicalLine
{
    private readonly SourceText _source;
    private readonly List<(int Logical, int Offset)> _pieces;

    private LogicalLine(SourceText source, string text, List<(int Logical, int Offset)> pieces, int end)
    {
        _source = source;
        Text = text;
        _pieces = pieces;
        End = end;
    }

    public string Text { get; }

    /// <summary>Offset in the source behind the last line that belongs to it.</summary>
    public int End { get; }

    public int Start => _pieces[0].Offset;

    /// <summary>Where a character of the joined text stands in the source.</summary>
    public int ToSource(int index)
    {
        var (low, high) = (0, _pieces.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _pieces[middle].Logical <= index ? (middle, high) : (low, middle - 1);
        }

        return _pieces[low].Offset + index - _pieces[low].Logical;
    }

    public SourceSpan Span(int start, int end) =>
        start >= end ? _source.Span(ToSource(start), ToSource(start)) : _source.Span(ToSource(start), ToSource(end - 1) + 1);

    public Word Word(string text, int start, int end) => new(text, Span(start, end));

    public DockerfileSyntaxException Error(int index, string what, string? next = null) =>
        new(Math.Min(ToSource(index), End), what, next);

    /// <summary>Reads the rest of an instruction whose first line has been read; leading white space of that line is not part of it.</summary>
    public static LogicalLine Read(SourceText source, LineReader lines, Line first, int start, char escape)
    {
        var text = source.Text;
        var end = ContentEnd(text, start, first.End, escape, out var continued);
        List<(int, int)> pieces = [(0, start)];
        if (!continued)
        {
            return new LogicalLine(source, text[start..end], pieces, first.End);
        }

        var joined = new StringBuilder().Append(text, start, end - start);
        var last = first.End;
        while (continued && lines.TryRead(out var line))
        {
            last = line.End;
            var content = SkipSpace(text, line.Start, line.End);
            if (content == line.End || text[content] == '#')
            {
                // Comments between the lines are dropped, and so are empty lines, which BuildKit deprecates but takes.
                continue;
            }

            end = ContentEnd(text, line.Start, line.End, escape, out continued);
            pieces.Add((joined.Length, line.Start));
            joined.Append(text, line.Start, end - line.Start);
        }

        return new LogicalLine(source, joined.ToString(), pieces, last);
    }

    public static int SkipSpace(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        return start;
    }

    // The escape character at the end of the line continues it, unless another one stands before it.
    private static int ContentEnd(string text, int start, int end, char escape, out bool continued)
    {
        var last = end;
        while (last > start && text[last - 1] is (' ' or '\t'))
        {
            last--;
        }

        continued = last > start && text[last - 1] == escape && (last - 1 == start || text[last - 2] != escape);
        return continued ? last - 1 : end;
    }
}
