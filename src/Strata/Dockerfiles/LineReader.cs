using System.Text;

namespace Strata.Dockerfiles;

/// <summary>A line of the text.</summary>
/// <param name="Start">Offset of its first character.</param>
/// <param name="End">Offset behind its last character, the line ending not counted.</param>
/// <param name="Next">Offset of the next line.</param>
internal readonly record struct Line(int Start, int End, int Next);

/// <summary>Reads a text line by line; lines end at a line feed, carriage returns before it belong to the ending.</summary>
internal sealed class LineReader(SourceText source)
{
    // BuildKit reads lines into a buffer of 64 KiB that has to hold the line feed too.
    private const int LongestLine = 64 * 1024 - 1;
    private int _next = source.Start;

    public bool TryRead(out Line line)
    {
        var text = source.Text;
        if (_next >= text.Length)
        {
            line = default;
            return false;
        }

        var start = _next;
        var feed = text.IndexOf('\n', start);
        var end = feed < 0 ? text.Length : feed;
        _next = feed < 0 ? end : feed + 1;
        if (end - start > LongestLine / 3 && Encoding.UTF8.GetByteCount(text.AsSpan(start, end - start)) > LongestLine)
        {
            throw new DockerfileSyntaxException(start, $"the line has more than {LongestLine} bytes, the most that BuildKit reads", "break it with continuations");
        }

        while (end > start && text[end - 1] == '\r')
        {
            end--;
        }

        line = new Line(start, end, _next);
        return true;
    }
}
