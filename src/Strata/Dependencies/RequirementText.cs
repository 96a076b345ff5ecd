using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Strata.Dependencies;

/// <summary>Reads one requirement as PEP 508 writes it: <c>name[extra]&gt;=1,&lt;2; marker</c>, or <c>name @ address</c>.</summary>
internal static partial class RequirementText
{
    /// <summary>Reads a piece of a file's text.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Where the piece starts.</param>
    /// <param name="text">The piece; it may differ from the file's text as long as places stay.</param>
    /// <returns>One of both.</returns>
    public static (Requirement? Requirement, DependencyProblem? Problem) Read(DependencyFile file, int start, string text)
    {
        var head = Head().Match(text);
        if (!head.Success)
        {
            return (null, At(0, $"'{Shorten(text.Trim())}' does not start with a package's name"));
        }

        var name = head.Groups["name"];
        var at = head.Length;
        var end = name.Index + name.Length;
        string? source = null;
        var range = VersionRange.Any;
        if (at < text.Length && text[at] == '@')
        {
            // An address ends with a blank; a ';' may be a part of it.
            var address = Address().Match(text, at);
            if (!address.Success)
            {
                return (null, At(at, $"no address stands behind '{name.Value} @'"));
            }

            source = address.Groups["address"].Value;
            at = address.Index + address.Length;
            end = address.Groups["address"].Index + source.Length;
        }
        else
        {
            var semicolon = text.IndexOf(';', at);
            var stop = semicolon < 0 ? text.Length : semicolon;
            var written = text[at..stop];
            var (low, high) = written.Trim() is ['(', .., ')'] ? (written.IndexOf('(') + 1, written.LastIndexOf(')')) : (0, written.Length);
            if (!VersionRange.TryParse(written[low..high], out var parsed, out var wrong))
            {
                var place = at + Math.Max(0, written.IndexOf(wrong!, StringComparison.Ordinal));
                return (null, At(place, $"'{Shorten(wrong!)}' is no version specifier", "write such as >=1.2,<2"));
            }

            range = parsed;
            end = range.IsAny && written.Trim().Length == 0 ? Math.Max(end, head.Groups["extras"] is { Success: true } e ? e.Index + e.Length : 0) : at + written.TrimEnd().Length;
            at = stop;
        }

        Marker? marker = null;
        var rest = text[at..].TrimStart();
        if (rest.StartsWith(';'))
        {
            marker = Marker.TryParse(rest[1..]);
            if (marker is null)
            {
                return (null, At(text.IndexOf(';', at), $"the condition '{Shorten(rest[1..].Trim())}' cannot be read"));
            }
        }
        else if (rest.Length > 0)
        {
            return (null, At(text.Length - rest.Length, $"'{Shorten(rest.Trim())}' stands behind the requirement"));
        }

        ImmutableArray<string> extras = head.Groups["extras"] is { Success: true, Value: var list }
            ? [.. list.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(x => PackageName.Of(x).Value)]
            : [];
        return (new Requirement(PackageName.Of(name.Value), name.Value, range, file, file.Span(start + name.Index, start + end)) { Extras = extras, Marker = marker, Source = source }, null);

        DependencyProblem At(int index, string what, string? next = null) => new(file, file.Span(Math.Min(start + index, file.Text.Length), Math.Min(start + Math.Max(index + 1, text.TrimEnd().Length), file.Text.Length)), what, next);
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";

    [GeneratedRegex(@"\A\s*(?<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?<extras>\[\s*(?:[A-Za-z0-9._-]+\s*(?:,\s*[A-Za-z0-9._-]+\s*)*)?\])?\s*(?=[<>=!~@;(]|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex Head();

    [GeneratedRegex(@"\G@\s*(?<address>\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
