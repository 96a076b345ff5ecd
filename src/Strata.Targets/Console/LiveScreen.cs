using System.Text;

namespace Strata.Targets.Console;

/// <summary>Keeps a block of lines at the end of a terminal's output, and writes only what changed of it.</summary>
/// <param name="output">The terminal.</param>
internal sealed class LiveScreen(TextWriter output)
{
    private const string HideCursor = "\e[?25l";
    private const string ShowCursor = "\e[?25h";
    private const string WrapOff = "\e[?7l";
    private const string WrapOn = "\e[?7h";
    private const string ToLineEnd = "\e[K";
    private const string WholeLine = "\e[2K";

    private IReadOnlyList<(string Text, int Width)> _shown = [];
    private int _columns;
    private bool _isReleased;

    /// <summary>Shows the lines in place of those shown before.</summary>
    /// <param name="lines">Each narrower than the terminal: in its last column the cursor would stand on what was written.</param>
    /// <param name="columns">The terminal's width.</param>
    public void Draw(IReadOnlyList<(string Text, int Width)> lines, int columns)
    {
        var codes = new StringBuilder();
        if (columns < _columns)
        {
            Erase(codes, columns);
        }

        var row = Math.Max(0, _shown.Count - 1);
        for (var i = 0; i < lines.Count; i++)
        {
            if (i < _shown.Count && lines[i].Text == _shown[i].Text)
            {
                continue;
            }

            row = MoveTo(codes, row, i);
            codes.Append('\r').Append(lines[i].Text).Append(ToLineEnd);
        }

        if (lines.Count < _shown.Count)
        {
            row = MoveTo(codes, row, _shown.Count - 1);
            for (codes.Append(WholeLine); row > lines.Count; codes.Append(WholeLine))
            {
                row = MoveTo(codes, row, row - 1);
            }
        }

        if (codes.Length > 0)
        {
            MoveTo(codes, row, Math.Max(0, lines.Count - 1));
            Write($"{(_isReleased ? "" : HideCursor)}{WrapOff}{codes}{WrapOn}");
        }

        _shown = lines;
        _columns = columns;
    }

    /// <summary>Takes the block away, so that others can write where it began.</summary>
    /// <param name="columns">The terminal's width.</param>
    public void Clear(int columns)
    {
        var codes = new StringBuilder();
        Erase(codes, columns);
        if (codes.Length > 0)
        {
            Write(codes.ToString());
        }
    }

    /// <summary>Makes the cursor visible; it stays so, since the process may be ended at any time from now.</summary>
    public void Release()
    {
        _isReleased = true;
        Write(ShowCursor);
    }

    /// <summary>Makes the cursor visible while the process is stopped.</summary>
    public void Pause() => Write(ShowCursor);

    /// <summary>Takes the terminal as one that shows nothing of ours: someone else has written to it.</summary>
    public void Forget() => _shown = [];

    /// <summary>A terminal that was made narrower has broken our lines into more rows.</summary>
    private void Erase(StringBuilder codes, int columns)
    {
        if (_shown.Count == 0)
        {
            return;
        }

        var rows = _shown.Sum(l => Math.Max(1, (l.Width + columns - 1) / Math.Max(1, columns)));

        // Line by line: told to erase the whole screen, some terminals keep what was on it in their history.
        codes.Append(WholeLine);
        for (var row = rows - 1; row > 0; codes.Append(WholeLine))
        {
            row = MoveTo(codes, row, row - 1);
        }

        codes.Append('\r');
        _shown = [];
    }

    private static int MoveTo(StringBuilder codes, int from, int to)
    {
        if (to < from)
        {
            codes.Append("\e[").Append(from - to).Append('A');
        }
        else if (to > from)
        {
            // A line feed goes down as the code does, and makes a row where there is none yet.
            codes.Append('\r').Append('\n', to - from);
        }

        return to;
    }

    private void Write(string codes)
    {
        output.Write(codes);
        output.Flush();
    }
}
