using System.Collections.Immutable;

namespace Strata.Engine.Engines;

/// <summary>Reads apt's source lists; what apt itself would leave out is left out here too.</summary>
public static class AptSourceParser
{
    // What says which packages are wanted is ours to say.
    private static readonly ImmutableHashSet<string> Ours = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase, "Types", "URIs", "Suites", "Components", "Enabled", "Architectures", "Languages", "Targets");

    private static readonly ImmutableDictionary<string, string> OneLineNames = ImmutableDictionary.CreateRange(
        StringComparer.OrdinalIgnoreCase,
        [KeyValuePair.Create("arch", "Architectures"), KeyValuePair.Create("lang", "Languages"), KeyValuePair.Create("target", "Targets")]);

    /// <summary>Reads the stanzas of a <c>.sources</c> file (deb822).</summary>
    public static ImmutableArray<AptSource> ParseStanzas(string text)
    {
        var sources = ImmutableArray.CreateBuilder<AptSource>();
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? last = null;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            if (line.StartsWith('#'))
            {
                continue;
            }
            if (string.IsNullOrWhiteSpace(line))
            {
                AddStanza(sources, fields);
                fields.Clear();
                last = null;
            }
            else if (line[0] is ' ' or '\t')
            {
                // A key may stand in the stanza itself, line by line, and has to keep its lines.
                if (last is not null)
                {
                    fields[last] += "\n" + line;
                }
            }
            else if (line.IndexOf(':') is var colon && colon > 0)
            {
                last = line[..colon].Trim();
                fields[last] = line[(colon + 1)..].Trim();
            }
        }
        return sources.ToImmutable();
    }

    /// <summary>Reads the lines of a <c>.list</c> file.</summary>
    public static ImmutableArray<AptSource> ParseLines(string text)
    {
        var sources = ImmutableArray.CreateBuilder<AptSource>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Select(l => l.Split('#')[0].Trim()))
        {
            if (!line.StartsWith("deb", StringComparison.Ordinal) || line.Length < 4 || line[3] is not (' ' or '\t' or '['))
            {
                continue;
            }
            var rest = line[3..].Trim();
            var options = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
            if (rest.StartsWith('['))
            {
                var end = rest.IndexOf(']');
                if (end < 0)
                {
                    continue;
                }
                foreach (var option in Words(rest[1..end]).Select(w => w.Split('=', 2)).Where(o => o.Length == 2))
                {
                    options[LongName(option[0].TrimEnd('+', '-'))] = option[1].Replace(',', ' ');
                }
                rest = rest[(end + 1)..];
            }
            var place = Words(rest);
            if (place.Length >= 3)
            {
                Add(sources, [place[0]], [place[1]], place[2..], options);
            }
        }
        return sources.ToImmutable();
    }

    private static void AddStanza(ImmutableArray<AptSource>.Builder sources, Dictionary<string, string> fields)
    {
        string[] Field(string name) => Words(fields.GetValueOrDefault(name, ""));
        if (!Field("Types").Contains("deb") || fields.GetValueOrDefault("Enabled", "yes").Trim().ToLowerInvariant() is "no" or "false" or "0" or "without" or "off" or "disable")
        {
            return;
        }
        Add(sources, Field("URIs"), Field("Suites"), Field("Components"), fields);
    }

    private static void Add(
        ImmutableArray<AptSource>.Builder sources, string[] uris, string[] suites, string[] components, IEnumerable<KeyValuePair<string, string>> options)
    {
        uris = [.. uris.Where(u => !u.StartsWith("cdrom:", StringComparison.Ordinal) && Uri.TryCreate(u, UriKind.Absolute, out _))];
        // A suite that ends in '/' is a flat folder of packages without components.
        suites = [.. suites.Where(s => !s.EndsWith('/'))];
        if (uris.Length > 0 && suites.Length > 0 && components.Length > 0)
        {
            sources.Add(new AptSource([.. uris], [.. suites], [.. components],
                options.Where(o => !Ours.Contains(o.Key)).ToImmutableSortedDictionary(StringComparer.OrdinalIgnoreCase)));
        }
    }

    private static string LongName(string option) => OneLineNames.GetValueOrDefault(option)
        ?? string.Join('-', option.Split('-').Select(w => w.Length == 0 ? w : char.ToUpperInvariant(w[0]) + w[1..]));

    private static string[] Words(string text) => text.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
