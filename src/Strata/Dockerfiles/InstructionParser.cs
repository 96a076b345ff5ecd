using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Strata.Dockerfiles;

/// <summary>Makes instructions of split lines.</summary>
internal static partial class InstructionParser
{
    public static readonly ImmutableArray<string> Keywords =
    [
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL",
        "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    ];

    public static Instruction Parse(InstructionLine line, SourceSpan span, ImmutableArray<Heredoc> heredocs) => line.Keyword switch
    {
        "ADD" or "COPY" => Files(line, span, heredocs),
        "ARG" => Arg(line, span),
        "CMD" => new CmdInstruction(span, PlainCommand(line)),
        "ENTRYPOINT" => new EntrypointInstruction(span, PlainCommand(line)),
        "ENV" => new EnvInstruction(span, KeyValues(line)),
        "EXPOSE" => new ExposeInstruction(span, [.. AtLeastOne(line, NoFlags(line).BlankSeparated())]),
        "FROM" => From(line, span),
        "HEALTHCHECK" => HealthcheckParser.Parse(line, span),
        "LABEL" => new LabelInstruction(span, KeyValues(line)),
        "MAINTAINER" => new MaintainerInstruction(span, Single(NoFlags(line)).Text),
        "ONBUILD" => Onbuild(line, span, heredocs),
        "RUN" => Run(line, span, heredocs),
        "SHELL" => Shell(line, span),
        "STOPSIGNAL" => new StopSignalInstruction(span, Single(line).Text),
        "USER" => new UserInstruction(span, Single(NoFlags(line))),
        "VOLUME" => Volume(line, span),
        "WORKDIR" => new WorkdirInstruction(span, Single(NoFlags(line))),
        _ => throw line.Line.Error(
            line.KeywordStart, $"unknown instruction '{Shorten(line.WrittenKeyword)}'", Spelling.Suggestion(line.Keyword, Keywords)),
    };

    private static FromInstruction From(InstructionLine line, SourceSpan span)
    {
        var flags = new FlagSet(line, "platform");
        var words = line.BlankSeparated();
        if (words.Count == 0)
        {
            throw line.Line.Error(line.KeywordStart, "FROM names no image");
        }

        if (words.Count > 1 && !words[1].Text.Equals("AS", StringComparison.OrdinalIgnoreCase))
        {
            throw At(words[1], $"expected AS and a stage name after the image, got '{words[1]}'");
        }

        if (words.Count == 2)
        {
            throw At(words[1], "expected a stage name after AS");
        }

        if (words.Count > 2 && !StageName().IsMatch(words[2].Text.ToLowerInvariant()))
        {
            throw At(
                words[2], $"expected a stage name after AS, got '{words[2]}'", "a stage name is a letter, then letters, digits, '-', '_' or '.'");
        }

        return words.Count > 3
            ? throw At(words[3], $"expected nothing after the stage name, got '{words[3]}'")
            : new FromInstruction(span, words[0], words.ElementAtOrDefault(2)?.Text.ToLowerInvariant(), flags.Value("platform"));
    }

    private static ArgInstruction Arg(InstructionLine line, SourceSpan span)
    {
        // ARG takes no flags; BuildKit passes over them without a word, and so do we.
        var words = AtLeastOne(line, line.QuotedWords());
        return new ArgInstruction(span, [.. words.Select(w =>
        {
            var (name, value) = Cut(w.Text);
            return name.Length > 0 ? new ArgDeclaration(name, value, w.Span) : throw At(w, "an argument's name is missing before '='");
        })]);
    }

    private static ImmutableArray<KeyValue> KeyValues(InstructionLine line)
    {
        NoFlags(line);
        var words = AtLeastOne(line, line.QuotedWords());
        if (words[0].Text.Contains('='))
        {
            return [.. words.Select(w => Cut(w.Text) switch
            {
                (_, null) => throw At(w, $"expected name=value, got '{Shorten(w.Text)}'", "quote values that have spaces"),
                ("", _) => throw At(w, "a name is missing before '='"),
                var (key, value) => new KeyValue(key, value, w.Span),
            })];
        }

        var args = line.Args;
        var blank = args.AsSpan().IndexOfAny("\t\v\f\r ");
        if (blank < 0)
        {
            throw line.Line.Error(line.ArgsStart, $"{line.Keyword} '{Shorten(args)}' has no value", "write name=value");
        }

        return [new KeyValue(args[..blank], args[blank..].TrimStart('\t', '\v', '\f', '\r', ' '), line.Argument().Span, IsLegacy: true)];
    }

    private static Instruction Files(InstructionLine line, SourceSpan span, ImmutableArray<Heredoc> heredocs)
    {
        var isAdd = line.Keyword == "ADD";
        var words = line.JsonStrings() is { } strings ? [.. strings.Select(s => line.Argument() with { Text = s })] : line.BlankSeparated();
        if (words.Count < 2)
        {
            throw line.Line.Error(line.KeywordStart, $"{line.Keyword} needs a source and a destination");
        }

        var flags = isAdd
            ? new FlagSet(line, "chown", "chmod", "link?", "keep-git-dir?", "checksum", "unpack?", "exclude*")
            : new FlagSet(line, "chown", "from", "chmod", "link?", "exclude*", "parents?");
        if (HeredocReader.Parse(words[^1].Text) is not null)
        {
            throw At(words[^1], $"{line.Keyword} cannot have a heredoc as its destination");
        }

        ImmutableArray<Word> sources = [.. words.SkipLast(1).Where(w => HeredocReader.Parse(w.Text) is null)];
        FileInstruction instruction = isAdd
            ? new AddInstruction(span, sources, words[^1], heredocs)
            {
                Checksum = flags.Value("checksum"),
                KeepGitDir = flags.Boolean("keep-git-dir"),
                Unpack = flags.Boolean("unpack"),
            }
            : new CopyInstruction(span, sources, words[^1], heredocs)
            {
                From = flags.Word("from") is { Text.Length: > 0 } from ? from : null,
                Parents = flags.Boolean("parents") ?? false,
            };
        return instruction with
        {
            Chown = flags.Value("chown"),
            Chmod = flags.Value("chmod"),
            Link = flags.Boolean("link") ?? false,
            Excludes = flags.Values("exclude"),
        };
    }

    private static RunInstruction Run(InstructionLine line, SourceSpan span, ImmutableArray<Heredoc> heredocs)
    {
        var flags = new FlagSet(line, "mount*", "network", "security", "device*");
        var network = flags.Value("network") ?? "default";
        var security = flags.Value("security") ?? "sandbox";
        if (network is not ("default" or "none" or "host"))
        {
            throw At(flags.Word("network")!, $"the network is default, none or host, got '{network}'");
        }

        if (security is not ("sandbox" or "insecure"))
        {
            throw At(flags.Word("security")!, $"security is sandbox or insecure, got '{security}'");
        }

        return new RunInstruction(span, Command(line), [.. flags.Words("mount").Select(MountReader.Read)], heredocs)
        {
            Network = network,
            Security = security,
            Devices = flags.Values("device"),
        };
    }

    private static ShellInstruction Shell(InstructionLine line, SourceSpan span)
    {
        NoFlags(line);
        return Command(line) switch
        {
            { Words.Length: 0 } => throw line.Line.Error(line.KeywordStart, "SHELL names no program"),
            { IsExec: false } => throw line.Line.Error(line.ArgsStart, "SHELL takes the JSON form only", "write SHELL [\"program\", \"argument\"]"),
            var command => new ShellInstruction(span, command.Words),
        };
    }

    private static VolumeInstruction Volume(InstructionLine line, SourceSpan span)
    {
        NoFlags(line);
        var paths = line.JsonStrings() ?? [.. line.BlankSeparated().Select(w => w.Text)];
        if (paths.Count == 0 || paths.Any(string.IsNullOrWhiteSpace))
        {
            throw line.Line.Error(line.KeywordStart, "VOLUME names no directory");
        }

        return new VolumeInstruction(span, [.. paths.Select(p => p.Trim())]);
    }

    private static OnbuildInstruction Onbuild(InstructionLine line, SourceSpan span, ImmutableArray<Heredoc> heredocs)
    {
        NoFlags(line);
        if (!line.HasArgs)
        {
            throw line.Line.Error(line.KeywordStart, "ONBUILD has no instruction behind it");
        }

        var inner = line.Inner();
        return inner.Keyword is "ONBUILD" or "FROM" or "MAINTAINER"
            ? throw line.Line.Error(inner.KeywordStart, $"{inner.Keyword} is not allowed behind ONBUILD")
            : new OnbuildInstruction(span, Parse(inner, span, heredocs));
    }

    private static CommandLine PlainCommand(InstructionLine line) => Command(NoFlags(line));

    internal static CommandLine Command(InstructionLine line, int from = -1)
    {
        var start = from < 0 ? line.ArgsStart : from;
        return line.JsonStrings(start) is { } words ? new CommandLine([.. words], IsExec: true)
            : start < line.ArgsEnd ? new CommandLine([line.Line.Text[start..line.ArgsEnd]], IsExec: false)
            : new CommandLine([], IsExec: false);
    }

    private static InstructionLine NoFlags(InstructionLine line)
    {
        _ = new FlagSet(line);
        return line;
    }

    private static Word Single(InstructionLine line) =>
        line.HasArgs ? line.Argument() : throw line.Line.Error(line.KeywordStart, $"{line.Keyword} needs an argument");

    private static List<Word> AtLeastOne(InstructionLine line, List<Word> words) =>
        words.Count > 0 ? words : throw line.Line.Error(line.KeywordStart, $"{line.Keyword} needs at least one argument");

    private static (string Name, string? Value) Cut(string text)
    {
        var equals = text.IndexOf('=');
        return equals < 0 ? (text, null) : (text[..equals], text[(equals + 1)..]);
    }

    internal static DockerfileSyntaxException At(Word word, string what, string? next = null) => new(word.Span.Offset, what, next);

    internal static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";

    [GeneratedRegex(@"^[a-z][a-z0-9._-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex StageName();
}
