namespace Strata.Testing.Dockerfiles;

/// <summary>Makes new texts of the corpus: the same number gives the same text.</summary>
public static class DockerfileMutations
{
    private const int LongestText = 20_000;

    private static readonly string[] Pieces =
    [
        "\\\n", "\\", "\n", "\r\n", "#", "<<E", "\nE\n", "<<-'E'", "${", "}", "$", "\"", "'", "[", "]", "=", "--", "--mount=", "--from=", "AS ", "FROM ", "RUN ", "ENV ", "ONBUILD ", "\0", "\uFEFF",
        "\u00a0", "\ud83d", "\ud83d\ude80", "`", "# escape=`\n", ",", ":", "/", " ", "\t", "HEALTHCHECK ", "[\"", "\"]", "\\u0000", "999999999999999999999", "-1", "%", "{{", "|", "\v", "\u2028",
    ];

    /// <summary>A text.</summary>
    /// <param name="number">From 0.</param>
    public static string Create(int number)
    {
        var random = new Random(number);
        var corpus = DockerfileCorpus.All;
        var text = corpus[random.Next(corpus.Length)].Text;
        for (var changes = 1 + random.Next(6); changes > 0; changes--)
        {
            text = Change(text, corpus[random.Next(corpus.Length)].Text, random);
        }

        return text.Length <= LongestText ? text : text[..LongestText];
    }

    private static string Change(string text, string other, Random random)
    {
        var at = random.Next(text.Length + 1);
        var end = at + random.Next(Math.Min(text.Length - at, 40) + 1);
        return random.Next(9) switch
        {
            0 => text[..at] + text[end..],
            1 => text[..at] + Pieces[random.Next(Pieces.Length)] + text[at..],
            2 => text[..at] + text[at..end] + text[at..],
            3 => text[..at] + Pieces[random.Next(Pieces.Length)] + text[end..],
            4 => text[..at] + other[random.Next(other.Length + 1)..] + text[at..],
            5 => text[..at],
            6 when end > at => text[..at] + (char)(text[at] ^ (1 << random.Next(7))) + text[(at + 1)..],
            7 => string.Join('\n', Shuffled(text.Split('\n'), random)),
            _ => text[..at] + string.Concat(Enumerable.Repeat(text[at..end], random.Next(60))) + text[at..],
        };
    }

    private static string[] Shuffled(string[] lines, Random random)
    {
        random.Shuffle(lines);
        return lines;
    }
}
