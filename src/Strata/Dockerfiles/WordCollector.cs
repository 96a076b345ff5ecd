using System.Text;

namespace Strata.Dockerfiles;

/// <summary>Builds words from pieces; white space ends a word unless it was quoted or escaped.</summary>
internal sealed class WordCollector(List<LexedWord> words)
{
    private readonly StringBuilder _word = new();
    private int _start;

    public void Add(char c, int start, bool splits)
    {
        if (splits && char.IsWhiteSpace(c))
        {
            Finish();
            return;
        }

        _start = _word.Length == 0 ? start : _start;
        _word.Append(c);
    }

    public void Add(string piece, int start, bool splits)
    {
        foreach (var c in piece)
        {
            Add(c, start, splits);
        }
    }

    public void Finish()
    {
        if (_word.Length > 0)
        {
            words.Add(new LexedWord(_word.ToString(), _start));
            _word.Clear();
        }
    }
}

/// <summary>A word and the index at which it starts.</summary>
internal readonly record struct LexedWord(string Text, int Start);
