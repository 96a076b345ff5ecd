using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Strata.Dependencies;

/// <summary>Reads the quoted texts of TOML: in single or double quotes, of one line or of many in three of them.</summary>
internal static partial class TomlText
{
    /// <summary>Reads a text, and goes behind its last quote.</summary>
    /// <exception cref="TomlSyntaxException">It is wrong, or has no end.</exception>
    public static TomlString Read(TomlCursor cursor)
    {
        var start = cursor.At;
        var quote = cursor.Current;
        var three = new string(quote, 3);
        var isLong = cursor.Sees(three);
        cursor.At += isLong ? 3 : 1;
        if (isLong)
        {
            cursor.At += cursor.Sees("\r\n") ? 2 : cursor.Current == '\n' ? 1 : 0;
        }

        var text = new StringBuilder();
        var isPlain = !isLong;
        while (true)
        {
            if (cursor.IsAtEnd || !isLong && cursor.Current is '\n' or '\r')
            {
                throw new TomlSyntaxException(start, "the text has no end");
            }

            if (cursor.Current == quote && !isLong)
            {
                cursor.At++;
                return new TomlString(text.ToString(), start, cursor.At, isPlain);
            }

            if (cursor.Current == quote && cursor.Sees(three))
            {
                // Up to two quotes may stand before the end.
                while (cursor.At + 3 < cursor.Text.Length && cursor.Text[cursor.At + 3] == quote)
                {
                    text.Append(quote);
                    cursor.At++;
                }

                cursor.At += 3;
                return new TomlString(text.ToString(), start, cursor.At, isPlain);
            }

            if (cursor.Current == '\\' && quote == '"')
            {
                isPlain = false;
                Escape(cursor, text, isLong);
            }
            else if (cursor.Current is < ' ' and not '\t' and not '\n' and not '\r' or '\x7f')
            {
                throw cursor.Wrong("a control character stands in the text");
            }
            else
            {
                text.Append(cursor.Current);
                cursor.At++;
            }
        }
    }

    private static void Escape(TomlCursor cursor, StringBuilder text, bool isLong)
    {
        cursor.At++;
        var c = cursor.Current;
        if (isLong && char.IsWhiteSpace(c) && LineEnd().Match(cursor.Text, cursor.At) is { Success: true } blank)
        {
            cursor.At += blank.Length;
            return;
        }

        var digits = c switch { 'u' => 4, 'U' => 8, 'x' => 2, _ => 0 };
        if (digits > 0)
        {
            if (cursor.At + 1 + digits > cursor.Text.Length || !int.TryParse(cursor.Text.AsSpan(cursor.At + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || !Rune.IsValid(code))
            {
                throw cursor.Wrong("no character has this number");
            }

            text.Append(new Rune(code));
            cursor.At += 1 + digits;
            return;
        }

        text.Append(c switch
        {
            'b' => '\b', 't' => '\t', 'n' => '\n', 'f' => '\f', 'r' => '\r', 'e' => '\x1b', '"' => '"', '\\' => '\\',
            _ => throw cursor.Wrong($"there is no escape '\\{c}'"),
        });
        cursor.At++;
    }

    [GeneratedRegex(@"\G[ \t]*\r?\n\s*", RegexOptions.CultureInvariant)]
    private static partial Regex LineEnd();
}
