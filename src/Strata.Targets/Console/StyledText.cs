using System.Collections.Immutable;
using System.Text;
using Spectre.Console.Rendering;

namespace Strata.Targets.Console;

/// <summary>One line of text in pieces that have a tone each.</summary>
internal sealed class StyledText
{
    private readonly ImmutableArray<(Tone Tone, string Text)> _pieces;

    private StyledText(ImmutableArray<(Tone, string)> pieces) => _pieces = pieces;

    public static StyledText Empty { get; } = new([]);

    /// <summary>Columns on a terminal; a wide character takes two.</summary>
    public int Width => _pieces.Sum(p => Columns(p.Text));

    public StyledText Add(Tone tone, string text) => new(_pieces.Add((tone, text)));

    public StyledText Add(string text) => Add(Tone.Plain, text);

    /// <summary>The line with colours, or without, at most so many columns wide.</summary>
    public string Render(LineStyle style, int width = int.MaxValue)
    {
        var line = new StringBuilder();
        var left = width;
        foreach (var (tone, text) in _pieces)
        {
            var fitting = Fit(text, left);
            line.Append(style.Paint(tone, fitting));
            left -= Columns(fitting);
            if (fitting.Length < text.Length)
            {
                break;
            }
        }

        return line.ToString();
    }

    /// <summary>The text, cut to so many columns.</summary>
    public static string Fit(string text, int width)
    {
        if (text.Length * 2 <= width || Columns(text) <= width)
        {
            return text;
        }

        if (width < 1)
        {
            return "";
        }

        var (columns, length) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            columns += Columns(rune.ToString());
            if (columns > width - 1)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length].TrimEnd() + "…";
    }

    /// <summary>The text, cut or filled to just so many columns.</summary>
    public static string Fill(string text, int width)
    {
        var fitting = Fit(text, width);
        return fitting + new string(' ', Math.Max(0, width - Columns(fitting)));
    }

    // Tables of wide characters are asked only where there may be one.
    private static int Columns(string text) => System.Text.Ascii.IsValid(text) ? text.Length : new Segment(text).CellCount();
}
