using System.Text;

namespace Strata.Dockerfiles;

/// <summary>Splits words and expands variables as BuildKit's shell lexer does: quotes, escapes, <c>$X</c> and <c>${X...}</c>.</summary>
internal sealed class ShellLexer
{
    // Substitutions within substitutions; deeper ones are no Dockerfile but an attack on the stack.
    private const int DeepestNesting = 64;
    private const char None = '\0';

    private readonly string _text;
    private readonly char _escape;
    private readonly Func<string, string?> _variable;
    private readonly List<LexedWord> _words = [];
    private int _at;
    private int _depth;
    private bool _rawEscapes;

    private ShellLexer(string text, char escape, Func<string, string?> variable)
    {
        _text = text;
        _escape = escape;
        _variable = variable;
    }

    /// <summary>Keep quotes, and escapes too where <see cref="KeepsEscapes"/> is set.</summary>
    private bool KeepsQuotes { get; init; }

    private bool KeepsEscapes
    {
        init => _rawEscapes = value;
    }

    /// <summary>Leave variables that have no value as they are written.</summary>
    private bool KeepsUnset { get; init; }

    /// <summary>Expands a word; quotes and escapes are taken away.</summary>
    /// <param name="text">The word.</param>
    /// <param name="escape">The Dockerfile's escape character.</param>
    /// <param name="variable">A variable's value; null when it has none.</param>
    /// <exception cref="ShellSyntaxException">The word cannot be read, or <c>${X:?}</c> found no value.</exception>
    public static string Expand(string text, char escape, Func<string, string?> variable) =>
        new ShellLexer(text, escape, variable).ReadUntil(None, rawEscapes: false, words: false);

    /// <summary>Splits a text at its unquoted white space; nothing is expanded.</summary>
    /// <exception cref="ShellSyntaxException">The text cannot be read.</exception>
    public static List<LexedWord> Split(string text, bool keepQuotes, bool keepEscapes)
    {
        var lexer = new ShellLexer(text, '\\', _ => null) { KeepsQuotes = keepQuotes, KeepsEscapes = keepEscapes, KeepsUnset = true };
        lexer.ReadUntil(None, keepEscapes, words: true);
        return lexer._words;
    }

    private bool AtEnd => _at >= _text.Length;

    private char Peek => AtEnd ? None : _text[_at];

    private string ReadUntil(char stop, bool rawEscapes, bool words)
    {
        if (++_depth > DeepestNesting)
        {
            throw new ShellSyntaxException($"substitutions are nested deeper than {DeepestNesting}");
        }

        var outer = _rawEscapes;
        _rawEscapes = rawEscapes;
        var result = new StringBuilder();
        var word = words ? new WordCollector(_words) : null;
        var stopped = false;
        while (!AtEnd && !stopped)
        {
            var start = _at;
            var c = Peek;
            if (stop != None && c == stop)
            {
                _at++;
                stopped = true;
            }
            else if (c is '$' or '<' or '\'' or '"')
            {
                var piece = c switch { '$' => Dollar(), '<' => PossibleHeredoc(), '\'' => SingleQuoted(), _ => DoubleQuoted() };
                result.Append(piece);
                word?.Add(piece, start, splits: c == '$');
            }
            else
            {
                Plain(result, word);
            }
        }

        word?.Finish();
        (_rawEscapes, _depth) = (outer, _depth - 1);
        return stop == None || stopped ? result.ToString() : throw new ShellSyntaxException($"a closing '{stop}' is missing");
    }

    private void Plain(StringBuilder result, WordCollector? word)
    {
        var start = _at;
        var c = _text[_at++];
        if (c != _escape)
        {
            result.Append(c);
            word?.Add(c, start, splits: true);
            return;
        }

        if (_rawEscapes)
        {
            result.Append(c);
            word?.Add(c, start, splits: false);
        }

        if (!AtEnd)
        {
            result.Append(Peek);
            word?.Add(Peek, start, splits: false);
            _at++;
        }
    }

    private string SingleQuoted()
    {
        var start = _at;
        var end = _text.IndexOf('\'', start + 1);
        if (end < 0)
        {
            _at = _text.Length;
            throw new ShellSyntaxException("a closing single quote is missing");
        }

        _at = end + 1;
        return KeepsQuotes ? _text[start.._at] : _text[(start + 1)..end];
    }

    private string DoubleQuoted()
    {
        var result = new StringBuilder();
        _at++;
        if (KeepsQuotes)
        {
            result.Append('"');
        }

        while (!AtEnd)
        {
            var c = Peek;
            if (c == '$')
            {
                result.Append(Dollar());
                continue;
            }

            _at++;
            if (c == '"')
            {
                return KeepsQuotes ? result.Append('"').ToString() : result.ToString();
            }

            if (c == _escape)
            {
                if (_rawEscapes)
                {
                    result.Append(c);
                }

                if (AtEnd)
                {
                    break;
                }

                // Within double quotes only these can be escaped; before others the escape stands for itself.
                if (Peek == '"' || Peek == '$' || Peek == _escape)
                {
                    c = _text[_at++];
                }
            }

            result.Append(c);
        }

        throw new ShellSyntaxException("a closing double quote is missing");
    }

    // '<<' and the spaces behind it belong to the word that names the heredoc.
    private string PossibleHeredoc()
    {
        var start = _at++;
        if (Peek != '<')
        {
            return "<";
        }

        _at++;
        while (Peek is '\t' or '\r' or ' ')
        {
            _at++;
        }

        return _text[start.._at];
    }

    private string Dollar()
    {
        _at++;
        if (Peek != '{')
        {
            var plain = Name();
            return plain.Length == 0 ? "$" : _variable(plain) ?? (KeepsUnset ? "$" + plain : "");
        }

        _at++;
        if (AtEnd)
        {
            throw new ShellSyntaxException("a closing '}' is missing");
        }

        if (Peek is '{' or '}' or ':')
        {
            throw new ShellSyntaxException("a variable's name is missing behind '${'");
        }

        var start = _at - 2;
        var name = Name();
        var modifier = Peek;
        _at++;
        return modifier switch
        {
            '}' => _variable(name) ?? (KeepsUnset ? _text[start.._at] : ""),
            '/' => Replacement(name, start),
            ':' or '+' or '-' or '?' or '#' or '%' => Modified(name, modifier, start),
            _ => throw new ShellSyntaxException(_at > _text.Length ? "a closing '}' is missing" : $"the modifier '{modifier}' behind '${{{name}' is not known"),
        };
    }

    private string Modified(string name, char modifier, int start)
    {
        var emptyIsUnset = modifier == ':';
        if (emptyIsUnset)
        {
            modifier = Peek;
            _at++;
            if (modifier is not ('+' or '-' or '?'))
            {
                throw new ShellSyntaxException($"the modifier ':{modifier}' behind '${{{name}' is not known");
            }
        }

        var isPattern = modifier is '#' or '%';
        var word = ReadUntil('}', isPattern, words: false);
        var value = _variable(name);
        if (value is null && KeepsUnset)
        {
            return _text[start.._at];
        }

        var isSet = value is not null && !(emptyIsUnset && value.Length == 0);
        switch (modifier)
        {
            case '-':
                return isSet ? value! : word;
            case '+':
                return isSet ? word : "";
            case '?':
                return isSet ? value! : throw new ShellSyntaxException($"{name}: {(word.Length > 0 ? word : "has no value")}");
            default:
                var longest = word.Length > 0 && word[0] == modifier;
                var pattern = longest ? word[1..] : word;
                return modifier == '#' ? ShellPattern.TrimStart(value ?? "", pattern, longest) : ShellPattern.TrimEnd(value ?? "", pattern, longest);
        }
    }

    private string Replacement(string name, int start)
    {
        var all = Peek == '/';
        if (all)
        {
            _at++;
        }

        var pattern = ReadUntil('/', rawEscapes: true, words: false);
        var replacement = ReadUntil('}', rawEscapes: true, words: false);
        var value = _variable(name);
        return value is null && KeepsUnset ? _text[start.._at] : ShellPattern.Replace(value ?? "", pattern, replacement, all);
    }

    private string Name()
    {
        var start = _at;
        if (char.IsDigit(Peek))
        {
            while (char.IsDigit(Peek))
            {
                _at++;
            }
        }
        else if (Peek is '@' or '*' or '#' or '?' or '-' or '$' or '!')
        {
            _at++;
        }
        else
        {
            while (char.IsLetterOrDigit(Peek) || Peek == '_')
            {
                _at++;
            }
        }

        return _text[start.._at];
    }
}
