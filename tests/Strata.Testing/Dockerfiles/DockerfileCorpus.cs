using System.Collections.Immutable;

namespace Strata.Testing.Dockerfiles;

/// <summary>Dockerfiles of every syntax of the reference, good and bad. None needs an image from outside: what BuildKit says of them it says offline.</summary>
public static class DockerfileCorpus
{
    /// <summary>All entries; each instruction that stands alone in a table makes a file of its own, and good ones make bigger files together.</summary>
    public static ImmutableArray<CorpusEntry> All { get; } =
    [
        .. CorpusLines.Good.Select((l, i) => new CorpusEntry($"good-line-{i:000}", Complete(l), true)),
        .. CorpusLines.Bad.Select((l, i) => new CorpusEntry($"bad-line-{i:000}", Complete(l), false)),
        .. CorpusLines.Late.Select((l, i) => new CorpusEntry($"late-line-{i:000}", Complete(l), false, IsLate: true)),
        .. CorpusFiles.Good.Select((f, i) => new CorpusEntry($"good-file-{i:000}", f, true)),
        .. CorpusFiles.Bad.Select((f, i) => new CorpusEntry($"bad-file-{i:000}", f, false)),
        .. CorpusFiles.Services.Select((f, i) => new CorpusEntry($"service-{i:000}", f, true)),
        .. Together().Select((f, i) => new CorpusEntry($"together-{i:000}", f, true)),
        .. CorpusLines.Good.Where((l, i) => i % 4 == 0 && !l.Contains('\r')).Select((l, i) => new CorpusEntry($"crlf-{i:000}", Complete(l).Replace("\n", "\r\n"), true)),
    ];

    /// <summary>What BuildKit takes and we do not, on purpose.</summary>
    public static ImmutableArray<CorpusEntry> OnlyHereRefused { get; } = [.. CorpusLines.OnlyHereRefused.Select((l, i) => new CorpusEntry($"only-here-{i:000}", Complete(l), true))];

    private static string Complete(string line) => "FROM scratch\n" + line + "\n";

    // Many instructions in one file, in orders of their own.
    private static IEnumerable<string> Together()
    {
        var random = new Random(7);
        for (var i = 0; i < 20; i++)
        {
            var lines = CorpusLines.Good.Where(l => !l.EndsWith('\\') && !l.StartsWith("# escape", StringComparison.Ordinal)).ToArray();
            random.Shuffle(lines);
            yield return "ARG GLOBAL=1\nFROM scratch AS first\n" + string.Join('\n', lines.Take(6 + i)) + "\nFROM first AS second\n" + string.Join("\n\n# and\n", lines.Skip(40).Take(6)) + "\n";
        }
    }
}
