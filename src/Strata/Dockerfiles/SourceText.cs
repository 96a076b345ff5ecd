using System.Collections.Immutable;

namespace Strata.Dockerfiles;

/// <summary>A text and its lines: turns offsets into lines, columns, spans and excerpts.</summary>
internal sealed class SourceText
{
    private const int WidestExcerpt = 120;
    private readonly ImmutableArray<int> _lineStarts;

    public SourceText(string text, string path)
    {
        Text = text;
        Path = path;
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(Start);
        for (var at = text.IndexOf('\n'); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            starts.Add(at + 1);
        }

        _lineStarts = starts.DrainToImmutable();
    }

    public string Text { get; }

    public string Path { get; }

    /// <summary>Where the first line starts: behind the byte order mark, if there is one.</summary>
    public int Start => Text.StartsWith('\uFEFF') ? 1 : 0;

    public (int Line, int Column) Locate(int offset)
    {
        var index = _lineStarts.BinarySearch(offset);
        var line = index >= 0 ? index : ~index - 1;
        return (line + 1, offset - _lineStarts[Math.Max(line, 0)] + 1);
    }

    /// <summary>Where a line starts and ends, without its end; the first for one that is not there.</summary>
    public (int Start, int End) Line(int line)
    {
        var index = line >= 1 && line <= _lineStarts.Length ? line - 1 : 0;
        var start = _lineStarts[index];
        var feed = Text.IndexOf('\n', start);
        return (start, feed < 0 ? Text.Length : feed > start && Text[feed - 1] == '\r' ? feed - 1 : feed);
    }

    public SourceSpan Span(int start, int end)
    {
        var (line, column) = Locate(start);
        return new SourceSpan(line, column, Locate(Math.Max(start, end - 1)).Line, start, end - start);
    }

    public Problem ProblemAt(int offset, string what, string? next = null)
    {
        var (line, column) = Locate(offset);
        return new Problem($"{Path}:{line}:{column}", what, next, Excerpt(offset, line));
    }

    // The line with a caret below; of a very long line, what stands around the offset.
    private string? Excerpt(int offset, int line)
    {
        var start = _lineStarts[line - 1];
        var end = line < _lineStarts.Length ? _lineStarts[line] : Text.Length;
        var from = Math.Max(start, offset - WidestExcerpt / 2);
        var to = Math.Min(end, from + WidestExcerpt);
        var shown = Text[from..to].TrimEnd();
        if (shown.Length == 0)
        {
            return null;
        }

        var padding = string.Concat(Text[from..offset].Select(c => c == '\t' ? '\t' : ' '));
        return $"{shown}\n{padding}^";
    }
}
