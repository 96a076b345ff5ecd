using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Strata.Dependencies;

/// <summary>Reads TOML 1.0 strictly; numbers, dates and times are checked by their form and kept as written.</summary>
/// <param name="cursor">At the beginning of the text.</param>
internal sealed partial class TomlReader(TomlCursor cursor)
{
    private const int DeepestNesting = 64;
    private readonly TomlNode _root = new(0) { IsDefined = true };

    /// <summary>Reads a file.</summary>
    /// <exception cref="TomlSyntaxException">It is wrong; the first error is told.</exception>
    public static TomlTable Read(string text) => new TomlReader(new TomlCursor(text)).ReadAll();

    private TomlTable ReadAll()
    {
        var table = _root;
        while (true)
        {
            cursor.SkipBlanks(withLines: true);
            if (cursor.IsAtEnd)
            {
                return _root.Build();
            }

            if (cursor.Current == '[')
            {
                table = Header();
            }
            else
            {
                KeyValue(table, 0);
            }

            cursor.SkipBlanks(withLines: false);
            if (!cursor.IsAtEnd && cursor.Current != '\n')
            {
                throw cursor.Wrong("something stands behind the value on its line");
            }
        }
    }

    private TomlNode Header()
    {
        var isArray = cursor.Sees("[[");
        cursor.At += isArray ? 2 : 1;
        var start = cursor.At;
        var keys = Keys();
        cursor.Expect(isArray ? "]]" : "]");
        var table = _root;
        foreach (var key in keys[..^1])
        {
            table = table.Open(key);
        }

        if (isArray)
        {
            return table.Append(keys[^1]);
        }

        table = table.Open(keys[^1]);
        if (table.IsDefined)
        {
            throw new TomlSyntaxException(start, $"the table '{string.Join('.', keys.Select(k => k.Text))}' is given twice");
        }

        table.IsDefined = true;
        return table;
    }

    private void KeyValue(TomlNode table, int depth)
    {
        var keys = Keys();
        cursor.Expect("=");
        foreach (var key in keys[..^1])
        {
            table = table.Open(key);
            table.IsDefined = true;
        }

        cursor.SkipBlanks(withLines: false);
        table.Set(keys[^1], Value(depth));
    }

    private List<TomlKey> Keys()
    {
        List<TomlKey> keys = [];
        do
        {
            cursor.SkipBlanks(withLines: false);
            var start = cursor.At;
            string text;
            if (cursor.Current is '"' or '\'')
            {
                var isLong = cursor.Sees("\"\"\"") || cursor.Sees("'''");
                text = TomlText.Read(cursor).Text;
                if (isLong)
                {
                    throw new TomlSyntaxException(start, "a key is one line");
                }
            }
            else
            {
                while (char.IsAsciiLetterOrDigit(cursor.Current) || cursor.Current is '_' or '-')
                {
                    cursor.At++;
                }

                text = cursor.Text[start..cursor.At];
                if (text.Length == 0)
                {
                    throw cursor.Wrong("a key is missing");
                }
            }

            keys.Add(new TomlKey(text, start, cursor.At));
            cursor.SkipBlanks(withLines: false);
        }
        while (cursor.Take('.'));
        return keys;
    }

    private TomlValue Value(int depth)
    {
        if (depth > DeepestNesting)
        {
            throw cursor.Wrong($"arrays and tables stand in each other more than {DeepestNesting} deep");
        }

        return cursor.Current switch
        {
            '"' or '\'' => TomlText.Read(cursor),
            '[' => Array(depth),
            '{' => Inline(depth),
            _ => Scalar(),
        };
    }

    private TomlArray Array(int depth)
    {
        var start = cursor.At++;
        var items = ImmutableArray.CreateBuilder<TomlValue>();
        while (true)
        {
            cursor.SkipBlanks(withLines: true);
            if (cursor.Take(']'))
            {
                return new TomlArray(items.ToImmutable(), start, cursor.At);
            }

            items.Add(Value(depth + 1));
            cursor.SkipBlanks(withLines: true);
            if (!cursor.Take(',') && cursor.Current != ']')
            {
                throw cursor.Wrong("',' or ']' is missing in the array");
            }
        }
    }

    private TomlTable Inline(int depth)
    {
        var start = cursor.At++;
        var table = new TomlNode(start);
        cursor.SkipBlanks(withLines: false);
        while (!cursor.Take('}'))
        {
            KeyValue(table, depth + 1);
            cursor.SkipBlanks(withLines: false);
            if (cursor.Take(','))
            {
                cursor.SkipBlanks(withLines: false);
                if (cursor.Current == '}')
                {
                    throw cursor.Wrong("no ',' stands before '}'");
                }
            }
            else if (cursor.Current != '}')
            {
                throw cursor.Wrong("',' or '}' is missing in the table");
            }
        }

        return table.Build() with { Start = start, End = cursor.At };
    }

    private TomlScalar Scalar()
    {
        var match = ScalarForm().Match(cursor.Text, cursor.At);
        if (!match.Success)
        {
            throw cursor.Wrong("a value is missing");
        }

        if (!ScalarMeaning().IsMatch(match.Value))
        {
            throw cursor.Wrong($"'{match.Value}' is no value; text stands in quotes");
        }

        cursor.At += match.Length;
        return new TomlScalar(match.Value, match.Index, cursor.At);
    }

    [GeneratedRegex(@"\G[^\s,\]}#=]+(?: (?=\d\d:)[^\s,\]}#=]+)?", RegexOptions.CultureInvariant)]
    private static partial Regex ScalarForm();

    [GeneratedRegex(
        @"\A(?:true|false|[+-]?(?:inf|nan)|[+-]?(?:0|[1-9](?:_?\d)*)(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?|0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*|\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d)?)?|\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex ScalarMeaning();
}
