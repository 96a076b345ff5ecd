using System.Text.RegularExpressions;

namespace Strata.Dockerfiles;

/// <summary>A parser directive, such as <c># syntax=docker/dockerfile:1</c>.</summary>
/// <param name="Name"><c>syntax</c>, <c>escape</c> or <c>check</c>.</param>
/// <param name="Value">As written.</param>
/// <param name="Span">The line.</param>
public sealed record Directive(string Name, string Value, SourceSpan Span);

/// <summary>Reads directives: comments at the very top; the first line that is none ends them.</summary>
internal sealed partial class DirectiveReader(SourceText source)
{
    private bool _done;

    public List<Directive> Directives { get; } = [];

    public char Escape { get; private set; } = '\\';

    public void Read(int start, Line line)
    {
        if (_done)
        {
            return;
        }

        var text = source.Text;
        var match = start < line.End && text[start] == '#'
            ? Pattern().Match(text[LogicalLine.SkipSpace(text, start + 1, line.End)..line.End].TrimEnd('\t', '\n', '\f', '\r', ' '))
            : Match.Empty;
        var name = match.Groups[1].Value.ToLowerInvariant();
        if (name is not ("syntax" or "escape" or "check"))
        {
            _done = true;
            return;
        }

        if (Directives.Any(d => d.Name == name))
        {
            throw new DockerfileSyntaxException(start, $"the directive '{name}' is given twice", "keep one of them");
        }

        var value = match.Groups[2].Value;
        Directives.Add(new Directive(name, value, source.Span(start, line.End)));
        if (name == "escape")
        {
            Escape = value is "\\" or "`"
                ? value[0]
                : throw new DockerfileSyntaxException(start, $"the escape character '{value}' is not allowed", "use \\ or `");
        }
    }

    [GeneratedRegex(@"^([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=[\t\n\f\r ]*(.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
