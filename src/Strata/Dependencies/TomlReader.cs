using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Strata.Dependencies;

/// <summary>Reads TOML 1.0 strictly; numbers, dates and times are checked by their form and kept as written.</summary>
internal sealed partial class TomlReader
{
    private const int DeepestNesting = 64;
    private readonly string _text;
    private readonly TomlNode _root = new(0) { IsDefined = true };
    private int _at;

    private TomlReader(string text) => (_text, _at) = (text, text.StartsWith('\uFEFF') ? 1 : 0);

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    /// <summary>Reads a file.</summary>
    /// <exception cref="TomlSyntaxException">It is wrong; the first error is told.</exception>
    public static TomlTable Read(string text) => new TomlReader(text).ReadAll();

    private TomlTable ReadAll()
    {
        var table = _root;
        while (true)
        {
            SkipBlanks(withLines: true);
            if (_at >= _text.Length)
            {
                return _root.Build();
            }

            if (Current == '[')
            {
                table = Header();
            }
            else
            {
                KeyValue(table, 0);
            }

            SkipBlanks(withLines: false);
            if (_at < _text.Length && Current != '\n')
            {
                throw Wrong("something stands behind the value on its line");
            }
        }
    }

    private TomlNode Header()
    {
        var isArray = _text.AsSpan(_at).StartsWith("[[");
        _at += isArray ? 2 : 1;
        var start = _at;
        var keys = Keys();
        Expect(isArray ? "]]" : "]");
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
        Expect("=");
        foreach (var key in keys[..^1])
        {
            table = table.Open(key);
            table.IsDefined = true;
        }

        SkipBlanks(withLines: false);
        table.Set(keys[^1], Value(depth));
    }

    private List<TomlKey> Keys()
    {
        List<TomlKey> keys = [];
        do
        {
            SkipBlanks(withLines: false);
            var start = _at;
            string text;
            if (Current is '"' or '\'')
            {
                var quoted = String();
                text = quoted.Text;
                if (_text.AsSpan(start).StartsWith("\"\"\"") || _text.AsSpan(start).StartsWith("'''"))
                {
                    throw new TomlSyntaxException(start, "a key is one line");
                }
            }
            else
            {
                while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or '-')
                {
                    _at++;
                }

                text = _text[start.._at];
                if (text.Length == 0)
                {
                    throw Wrong("a key is missing");
                }
            }

            keys.Add(new TomlKey(text, start, _at));
            SkipBlanks(withLines: false);
        }
        while (Take('.'));
        return keys;
    }

    private TomlValue Value(int depth)
    {
        if (depth > DeepestNesting)
        {
            throw Wrong($"arrays and tables stand in each other more than {DeepestNesting} deep");
        }

        return Current switch
        {
            '"' or '\'' => String(),
            '[' => Array(depth),
            '{' => Inline(depth),
            _ => Scalar(),
        };
    }

    private TomlArray Array(int depth)
    {
        var start = _at++;
        var items = ImmutableArray.CreateBuilder<TomlValue>();
        while (true)
        {
            SkipBlanks(withLines: true);
            if (Take(']'))
            {
                return new TomlArray(items.ToImmutable(), start, _at);
            }

            items.Add(Value(depth + 1));
            SkipBlanks(withLines: true);
            if (!Take(',') && Current != ']')
            {
                throw Wrong("',' or ']' is missing in the array");
            }
        }
    }

    private TomlTable Inline(int depth)
    {
        var start = _at++;
        var table = new TomlNode(start);
        SkipBlanks(withLines: false);
        while (!Take('}'))
        {
            KeyValue(table, depth + 1);
            SkipBlanks(withLines: false);
            if (Take(','))
            {
                SkipBlanks(withLines: false);
                if (Current == '}')
                {
                    throw Wrong("no ',' stands before '}'");
                }
            }
            else if (Current != '}')
            {
                throw Wrong("',' or '}' is missing in the table");
            }
        }

        return table.Build() with { Start = start, End = _at };
    }

    private TomlScalar Scalar()
    {
        var match = ScalarForm().Match(_text, _at);
        if (!match.Success)
        {
            throw Wrong("a value is missing");
        }

        if (!ScalarMeaning().IsMatch(match.Value))
        {
            throw Wrong($"'{match.Value}' is no value; text stands in quotes");
        }

        _at += match.Length;
        return new TomlScalar(match.Value, match.Index, _at);
    }

    private TomlString String()
    {
        var start = _at;
        var quote = Current;
        var isLong = _text.AsSpan(_at).StartsWith(quote == '"' ? "\"\"\"" : "'''");
        _at += isLong ? 3 : 1;
        if (isLong)
        {
            _at += _text.AsSpan(_at).StartsWith("\r\n") ? 2 : Current == '\n' ? 1 : 0;
        }

        var text = new StringBuilder();
        var isPlain = !isLong;
        while (true)
        {
            if (_at >= _text.Length || !isLong && Current is '\n' or '\r')
            {
                throw new TomlSyntaxException(start, "the text has no end");
            }

            if (Current == quote && !isLong)
            {
                _at++;
                return new TomlString(text.ToString(), start, _at, isPlain);
            }

            if (Current == quote && _text.AsSpan(_at).StartsWith(quote == '"' ? "\"\"\"" : "'''"))
            {
                // Up to two quotes may stand before the end.
                while (_at + 3 < _text.Length && _text[_at + 3] == quote)
                {
                    text.Append(quote);
                    _at++;
                }

                _at += 3;
                return new TomlString(text.ToString(), start, _at, isPlain);
            }

            if (Current == '\\' && quote == '"')
            {
                isPlain = false;
                Escape(text, isLong);
            }
            else if (Current is < ' ' and not '\t' and not '\n' and not '\r' or '\x7f')
            {
                throw Wrong("a control character stands in the text");
            }
            else
            {
                text.Append(Current);
                _at++;
            }
        }
    }

    private void Escape(StringBuilder text, bool isLong)
    {
        _at++;
        var c = Current;
        if (isLong && char.IsWhiteSpace(c) && LineEnd().Match(_text, _at) is { Success: true } blank)
        {
            _at += blank.Length;
            return;
        }

        var digits = c switch { 'u' => 4, 'U' => 8, 'x' => 2, _ => 0 };
        if (digits > 0)
        {
            if (_at + 1 + digits > _text.Length || !int.TryParse(_text.AsSpan(_at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || !Rune.IsValid(code))
            {
                throw Wrong("no character has this number");
            }

            text.Append(new Rune(code));
            _at += 1 + digits;
            return;
        }

        text.Append(c switch
        {
            'b' => '\b', 't' => '\t', 'n' => '\n', 'f' => '\f', 'r' => '\r', 'e' => '\x1b', '"' => '"', '\\' => '\\',
            _ => throw Wrong($"there is no escape '\\{c}'"),
        });
        _at++;
    }

    private void SkipBlanks(bool withLines)
    {
        while (_at < _text.Length)
        {
            if (Current is ' ' or '\t' || Current == '\r' && _at + 1 < _text.Length && _text[_at + 1] == '\n' || withLines && Current == '\n')
            {
                _at++;
            }
            else if (Current == '#')
            {
                _at = _text.IndexOf('\n', _at) is >= 0 and var feed ? feed : _text.Length;
            }
            else
            {
                return;
            }
        }
    }

    private bool Take(char c)
    {
        if (_at >= _text.Length || _text[_at] != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(string text)
    {
        if (!_text.AsSpan(_at).StartsWith(text))
        {
            throw Wrong($"'{text}' is missing");
        }

        _at += text.Length;
    }

    private TomlSyntaxException Wrong(string what) => new(Math.Min(_at, _text.Length), what);

    [GeneratedRegex(@"\G[^\s,\]}#=]+(?: (?=\d\d:)[^\s,\]}#=]+)?", RegexOptions.CultureInvariant)]
    private static partial Regex ScalarForm();

    [GeneratedRegex(
        @"\A(?:true|false|[+-]?(?:inf|nan)|[+-]?(?:0|[1-9](?:_?\d)*)(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?|0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*|\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d)?)?|\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex ScalarMeaning();

    [GeneratedRegex(@"\G[ \t]*\r?\n\s*", RegexOptions.CultureInvariant)]
    private static partial Regex LineEnd();
}
