using System.Text;
using System.Text.Json;

namespace Strata.Dockerfiles;

/// <summary>A flag of an instruction, quotes and escapes taken away.</summary>
internal readonly record struct Flag(string Name, string? Value, int Start, int End);

/// <summary>A logical line split as BuildKit splits it: keyword, flags, arguments.</summary>
internal sealed class InstructionLine
{
    private readonly char _escape;

    private InstructionLine(LogicalLine line, int start, char escape)
    {
        _escape = escape;
        Line = line;
        var text = line.Text;
        KeywordStart = LogicalLine.SkipSpace(text, start, text.Length);
        ArgsEnd = TrimEnd(text, KeywordStart);
        KeywordEnd = KeywordStart;
        while (KeywordEnd < ArgsEnd && !IsBlank(text[KeywordEnd]))
        {
            KeywordEnd++;
        }

        ArgsStart = ReadFlags(KeywordEnd);
    }

    public LogicalLine Line { get; }

    public int KeywordStart { get; }

    public int KeywordEnd { get; }

    public int ArgsStart { get; }

    public int ArgsEnd { get; }

    public List<Flag> Flags { get; } = [];

    public string WrittenKeyword => Line.Text[KeywordStart..KeywordEnd];

    public string Keyword => WrittenKeyword.ToUpperInvariant();

    public bool HasArgs => ArgsStart < ArgsEnd;

    public string Args => Line.Text[ArgsStart..ArgsEnd];

    public static InstructionLine Split(LogicalLine line, char escape) => new(line, 0, escape);

    /// <summary>The instruction within an ONBUILD.</summary>
    public InstructionLine Inner() => new(Line, ArgsStart, _escape);

    public Word Argument() => Line.Word(Args, ArgsStart, ArgsEnd);

    /// <summary>The arguments between blanks; quotes mean nothing.</summary>
    public List<Word> BlankSeparated(int from = -1)
    {
        List<Word> words = [];
        var text = Line.Text;
        for (var at = from < 0 ? ArgsStart : from; at < ArgsEnd;)
        {
            var end = at;
            while (end < ArgsEnd && !IsBlank(text[end]))
            {
                end++;
            }

            if (end > at)
            {
                words.Add(Line.Word(text[at..end], at, end));
            }

            at = end + 1;
        }

        return words;
    }

    /// <summary>The arguments between white space outside quotes; quotes and escapes stay in the words.</summary>
    public List<Word> QuotedWords()
    {
        List<Word> words = [];
        var text = Line.Text;
        for (var at = ArgsStart; (at = LogicalLine.SkipSpace(text, at, ArgsEnd)) < ArgsEnd;)
        {
            var start = at;
            var quote = '\0';
            for (; at < ArgsEnd && (quote != '\0' || !char.IsWhiteSpace(text[at])); at++)
            {
                var c = text[at];
                if (c == _escape && quote != '\'')
                {
                    at++;
                }
                else if (c == quote)
                {
                    quote = '\0';
                }
                else if (quote == '\0' && c is ('\'' or '"'))
                {
                    quote = c;
                }
            }

            // An escape as the very last character escapes nothing and is dropped.
            at = Math.Min(at, ArgsEnd);
            var word = text[start..at];
            word = at == ArgsEnd && EndsInLoneEscape(word) ? word[..^1] : word;
            if (word.Length > 0)
            {
                words.Add(Line.Word(word, start, at));
            }
        }

        return words;
    }

    /// <summary>The strings of the JSON form; null when the arguments are no JSON array, which makes them shell form.</summary>
    public List<string>? JsonStrings(int from = -1)
    {
        var start = LogicalLine.SkipSpace(Line.Text, from < 0 ? ArgsStart : from, ArgsEnd);
        if (start >= ArgsEnd || Line.Text[start] != '[')
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(Line.Text.AsMemory(start, ArgsEnd - start), new JsonDocumentOptions { MaxDepth = 1000 });
            return json.RootElement.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String)
                ? [.. json.RootElement.EnumerateArray().Select(Text)]
                : throw Line.Error(start, "a JSON array may hold only strings here", "quote each word, or drop the brackets for the shell form");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair as \uD83D: no text, but no reason to refuse the file either.
            return element.GetRawText()[1..^1];
        }
    }

    // An odd number of escapes at the end: the last one has nothing to escape.
    private bool EndsInLoneEscape(string word)
    {
        var count = 0;
        while (count < word.Length && word[^(count + 1)] == _escape)
        {
            count++;
        }

        return count % 2 == 1;
    }

    private int ReadFlags(int from)
    {
        var text = Line.Text;
        for (var at = from; ;)
        {
            at = LogicalLine.SkipSpace(text, at, ArgsEnd);
            if (at + 1 >= ArgsEnd || text[at] != '-' || text[at + 1] != '-')
            {
                return Math.Min(at, ArgsEnd);
            }

            var start = at;
            var word = ReadFlag(ref at);
            if (word == "--")
            {
                return LogicalLine.SkipSpace(text, at, ArgsEnd);
            }

            var equals = word.IndexOf('=');
            Flags.Add(new Flag(equals < 0 ? word[2..] : word[2..equals], equals < 0 ? null : word[(equals + 1)..], start, at));
        }
    }

    private string ReadFlag(ref int at)
    {
        var text = Line.Text;
        var word = new StringBuilder();
        var quote = '\0';
        for (; at < ArgsEnd && (quote != '\0' || !char.IsWhiteSpace(text[at])); at++)
        {
            var c = text[at];
            if (quote == '\0' && c is ('\'' or '"'))
            {
                quote = c;
            }
            else if (quote != '\0' && c == quote)
            {
                quote = '\0';
            }
            else if (c != _escape)
            {
                word.Append(c);
            }
            else if (at + 1 < ArgsEnd)
            {
                word.Append(text[++at]);
            }
        }

        return word.ToString();
    }

    private static int TrimEnd(string text, int start)
    {
        var end = text.Length;
        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private static bool IsBlank(char c) => c is '\t' or '\v' or '\f' or '\r' or ' ';
}
