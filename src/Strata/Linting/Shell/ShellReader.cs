using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Strata.Dockerfiles;

namespace Strata.Linting.Shell;

/// <summary>
/// Finds the simple commands of a shell script, with those in substitutions and subshells. It reads what people write in RUN, not
/// all of the shell's grammar, and never fails: a script that it cannot follow has fewer commands.
/// </summary>
internal sealed partial class ShellReader
{
    private const int DeepestNesting = 32;
    private static readonly HashSet<string> Keywords =
        ["if", "then", "else", "elif", "fi", "while", "until", "do", "done", "esac", "!", "{", "}", "time"];

    private readonly string _text;
    private readonly int _end;
    private readonly Func<int, int, SourceSpan> _span;
    private readonly List<ShellCommand> _commands;
    private readonly int _depth;
    private readonly StringBuilder _word = new();
    private readonly List<Word> _words = [];
    private int _at;
    private int _wordStart = -1;
    private bool _isRedirected;
    private ShellCommand? _previous;
    private bool _isPiped;

    private ShellReader(string text, int start, int end, Func<int, int, SourceSpan> span, List<ShellCommand> commands, int depth)
    {
        (_text, _at, _end, _span, _commands, _depth) = (text, start, end, span, commands, depth);
    }

    /// <summary>Reads the commands between two offsets; <paramref name="span"/> says where a piece of the text stands in the source.</summary>
    public static ImmutableArray<ShellCommand> Read(string text, int start, int end, Func<int, int, SourceSpan> span)
    {
        List<ShellCommand> commands = [];
        new ShellReader(text, start, end, span, commands, 0).ReadAll(closing: '\0');
        return [.. commands];
    }

    /// <summary>Reads up to the closing character; returns the offset behind it.</summary>
    private int ReadAll(char closing)
    {
        while (_at < _end)
        {
            var c = _text[_at];
            if (closing != '\0' && c == closing)
            {
                EndCommand(isPipe: false);
                return _at + 1;
            }

            Step(c);
        }

        EndCommand(isPipe: false);
        return _at;
    }

    private void Step(char c)
    {
        switch (c)
        {
            case '\n':
                EndCommand(isPipe: false);
                _at++;
                break;
            case var _ when char.IsWhiteSpace(c):
                EndWord();
                _at++;
                break;
            case '#' when _wordStart < 0:
                _at = _text.IndexOf('\n', _at, _end - _at) is >= 0 and var feed ? feed : _end;
                break;
            case '\'':
                Quoted(_text.IndexOf('\'', _at + 1, _end - _at - 1));
                break;
            case '"':
                DoubleQuoted();
                break;
            case '\\':
                Escaped();
                break;
            case '$' when Next == '(':
                Substitution(_at + 2, ')');
                break;
            case '`':
                Substitution(_at + 1, '`');
                break;
            case '>' or '<':
                Redirection();
                break;
            case '&' when Next == '>':
                EndWord();
                _at++;
                Redirection();
                break;
            case ';' or '&' or '|' or '(' or ')':
                Operator(c);
                break;
            default:
                Append(c);
                break;
        }
    }

    private char Next => _at + 1 < _end ? _text[_at + 1] : '\0';

    private void Append(char c)
    {
        _wordStart = _wordStart < 0 ? _at : _wordStart;
        _word.Append(c);
        _at++;
    }

    private void Quoted(int close)
    {
        _wordStart = _wordStart < 0 ? _at : _wordStart;
        close = close < 0 ? _end : close;
        _word.Append(_text, _at + 1, Math.Max(0, close - _at - 1));
        _at = Math.Min(_end, close + 1);
    }

    private void DoubleQuoted()
    {
        _wordStart = _wordStart < 0 ? _at : _wordStart;
        for (_at++; _at < _end && _text[_at] != '"';)
        {
            switch (_text[_at])
            {
                case '\\':
                    Escaped();
                    break;
                case '$' when Next == '(':
                    Substitution(_at + 2, ')');
                    break;
                case '`':
                    Substitution(_at + 1, '`');
                    break;
                default:
                    Append(_text[_at]);
                    break;
            }
        }

        _at = Math.Min(_end, _at + 1);
    }

    private void Escaped()
    {
        if (Next is '\n')
        {
            _at += 2;
            return;
        }

        _wordStart = _wordStart < 0 ? _at : _wordStart;
        _at++;
        if (_at < _end)
        {
            Append(_text[_at]);
        }
    }

    // The commands within count too; the word keeps the text as it is written.
    private void Substitution(int inner, char closing)
    {
        _wordStart = _wordStart < 0 ? _at : _wordStart;
        var close = inner;
        if (_depth < DeepestNesting)
        {
            close = new ShellReader(_text, Math.Min(inner, _end), _end, _span, _commands, _depth + 1).ReadAll(closing);
        }

        close = Math.Clamp(close, Math.Min(inner, _end), _end);
        _word.Append(_text, _at, close - _at);
        _at = close;
    }

    private void Redirection()
    {
        if (_wordStart >= 0 && _word.ToString().All(char.IsAsciiDigit))
        {
            (_wordStart, _isRedirected) = (-1, false);
            _word.Clear();
        }

        EndWord();
        while (_at < _end && _text[_at] is '<' or '>' or '&' or '|' or '-')
        {
            _at++;
        }

        _isRedirected = true;
    }

    private void Operator(char c)
    {
        EndWord();
        var isDouble = Next == c;
        _at += isDouble ? 2 : 1;
        if (c == '|' && !isDouble && _at < _end && _text[_at] == '&')
        {
            _at++;
        }

        EndCommand(isPipe: c == '|' && !isDouble);
    }

    private void EndWord()
    {
        if (_wordStart < 0)
        {
            return;
        }

        if (!_isRedirected)
        {
            _words.Add(new Word(_word.ToString(), _span(_wordStart, _at)));
        }

        (_wordStart, _isRedirected) = (-1, false);
        _word.Clear();
    }

    private void EndCommand(bool isPipe)
    {
        EndWord();
        _isRedirected = false;
        var words = _words.SkipWhile(w => Keywords.Contains(w.Text) || Assignment().IsMatch(w.Text)).ToList();
        List<Word> wrappers = [];
        while (words.Count > 0 && ShellWrapper.Inner(words) is { } inner)
        {
            wrappers.Add(words[0]);
            words = inner;
        }

        if (words.Count > 0)
        {
            var command = new ShellCommand([.. words], [.. wrappers], _isPiped ? _previous : null);
            _commands.Add(command);
            _previous = command;
        }

        // "( a ) | b" ends an empty command at the pipe, which still pipes what stood before it.
        _isPiped = isPipe;
        _words.Clear();
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\+?=", RegexOptions.CultureInvariant)]
    internal static partial Regex Assignment();
}
