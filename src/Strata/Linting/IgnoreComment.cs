using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Strata.Dockerfiles;

namespace Strata.Linting;

/// <summary>A comment that ignores findings: <c># strata ignore=ST012,ST020 the reason</c>.</summary>
/// <param name="Span">The comment, from '#'.</param>
/// <param name="Names">The rules, by id or alias, with their offsets in the text.</param>
/// <param name="Reason">Why; null when no reason is given.</param>
/// <param name="FirstLine">The first line of what it is about: the instruction that it stands in or above.</param>
/// <param name="LastLine">The last line of it.</param>
internal sealed partial record IgnoreComment(
    SourceSpan Span, ImmutableArray<string> Names, string? Reason, int FirstLine, int LastLine)
{
    /// <summary>The comments of a Dockerfile; what looks like one in a heredoc is text.</summary>
    public static ImmutableArray<IgnoreComment> Read(LintedFile file)
    {
        var dockerfile = file.Dockerfile;
        var instructions = dockerfile.Instructions.ToList();
        var heredocs = instructions.SelectMany(i => i is RunInstruction run ? run.Heredocs : i is FileInstruction files ? files.Heredocs : []).ToList();
        return
        [
            .. Pattern().Matches(dockerfile.Text)
                .Where(m => !heredocs.Any(h => m.Index >= h.Span.Offset && m.Index < h.Span.End))
                .Select(m =>
                {
                    var span = file.Source.Span(m.Groups["comment"].Index, m.Index + m.Length);
                    var about = instructions.FirstOrDefault(i => i.Span.EndLine >= span.StartLine)?.Span;
                    return Create(m, span, about?.StartLine ?? 0, about?.EndLine ?? 0);
                }),
        ];
    }

    /// <summary>The comments of another file: each is about all of it.</summary>
    public static ImmutableArray<IgnoreComment> Read(string text, string path)
    {
        var source = new SourceText(text, path);
        return [.. Pattern().Matches(text).Select(m => Create(m, source.Span(m.Groups["comment"].Index, m.Index + m.Length), 1, int.MaxValue))];
    }

    /// <summary>
    /// The comments of a list or a source: behind something, each is about that line; above it, about the next line that is none; in a block
    /// of comments at the head with an empty line below, about the whole file.
    /// </summary>
    public static ImmutableArray<IgnoreComment> ReadLines(string text, string path)
    {
        var source = new SourceText(text, path);
        var lines = text.Split('\n');
        return
        [
            .. Anywhere().Matches(text).Select(m =>
            {
                var span = source.Span(m.Groups["comment"].Index, m.Index + m.Length);
                var (first, last) = Lines(lines, span);
                return Create(m, span, first, last);
            }),
        ];
    }

    private static (int First, int Last) Lines(string[] lines, SourceSpan span)
    {
        if (lines[span.StartLine - 1].AsSpan().Trim().Trim('\uFEFF') is [not '#', ..])
        {
            return (span.StartLine, span.StartLine);
        }

        var next = span.StartLine;
        while (next < lines.Length && lines[next].AsSpan().TrimStart() is ['#', ..])
        {
            next++;
        }

        var isHead = lines.Take(span.StartLine).All(l => l.AsSpan().Trim().Trim('\uFEFF') is [] or ['#', ..]) && next < lines.Length && lines[next].AsSpan().Trim() is [];
        return isHead ? (1, int.MaxValue) : (next + 1, next + 1);
    }

    /// <summary>Whether the comment ignores the finding: it names the rule, gives a reason and is about that line.</summary>
    public bool Covers(Finding finding) =>
        Reason is not null && finding.Span.StartLine >= FirstLine && finding.Span.StartLine <= LastLine
        && Names.Any(n => LintRules.Find(n) == finding.Rule);

    private static IgnoreComment Create(Match match, SourceSpan span, int firstLine, int lastLine)
    {
        var reason = match.Groups["reason"].Value.Trim().TrimStart(':', '-').Trim();
        return new IgnoreComment(
            span,
            [.. match.Groups["names"].Value.TrimEnd(':').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            reason.Length > 0 ? reason : null,
            firstLine,
            lastLine);
    }

    [GeneratedRegex(@"^[ \t]*(?<comment>#[ \t]*strata[ \t]+ignore[ \t]*=[ \t]*(?<names>[^\s,]*(?:,[ \t]*[^\s,]+)*)(?<reason>[^\r\n]*))", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"(?:^|(?<=\s))(?<comment>#[ \t]*strata[ \t]+ignore[ \t]*=[ \t]*(?<names>[^\s,]*(?:,[ \t]*[^\s,]+)*)(?<reason>[^\r\n]*))", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Anywhere();
}
