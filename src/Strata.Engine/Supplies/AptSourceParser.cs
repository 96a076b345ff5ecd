using System.Collections.Immutable;

namespace Strata.Engine.Supplies;

/// <summary>Reads apt's sources in both of their formats; what is disabled, for source packages or not understood is left out.</summary>
public static class AptSourceParser
{
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Reads the one-line format of <c>*.list</c> files.</summary>
    public static ImmutableArray<AptSource> ParseList(string text) =>
        [.. Lines(text).SelectMany(ParseLine)];

    /// <summary>Reads the deb822 format of <c>*.sources</c> files.</summary>
    public static ImmutableArray<AptSource> ParseDeb822(string text) =>
        [.. Stanzas(text).SelectMany(ParseStanza)];

    private static IEnumerable<AptSource> ParseLine(string line)
    {
        var rest = line.Split('#')[0].Trim();
        if (!rest.StartsWith("deb", StringComparison.Ordinal) || rest.Length < 4 || !(Blanks.Contains(rest[3]) || rest[3] == '['))
        {
            return [];
        }

        rest = rest[3..].TrimStart();
        string? keyring = null;
        if (rest.StartsWith('['))
        {
            var end = rest.IndexOf(']');
            if (end < 0)
            {
                return [];
            }

            keyring = Words(rest[1..end]).FirstOrDefault(w => w.StartsWith("signed-by=", StringComparison.OrdinalIgnoreCase))?["signed-by=".Length..];
            rest = rest[(end + 1)..];
        }

        return Words(rest) is [var uri, var suite, .. var components] ? Create([uri], [suite], components, keyring) : [];
    }

    private static IEnumerable<AptSource> ParseStanza(IReadOnlyDictionary<string, string> fields)
    {
        var isOff = Field("Enabled") is { } enabled && enabled.Trim().ToLowerInvariant() is "no" or "false" or "without" or "off" or "disable";
        return isOff || !Words(Field("Types")).Contains("deb", StringComparer.Ordinal)
            ? []
            : Create(Words(Field("URIs")), Words(Field("Suites")), Words(Field("Components")), Field("Signed-By"));

        string? Field(string name) => fields.GetValueOrDefault(name);
    }

    private static IEnumerable<AptSource> Create(string[] uris, string[] suites, string[] components, string? keyring)
    {
        // apt also takes fingerprints and whole keys here: those are no files.
        keyring = Words(keyring) is [['/', ..] file] ? file.Split(',')[0] : null;
        return from text in uris
               where Uri.TryCreate(text, UriKind.Absolute, out _)
               let uri = new UriBuilder(text) { UserName = "", Password = "" }.Uri
               from suite in suites
               select new AptSource(uri, suite, [.. components], keyring);
    }

    private static IEnumerable<Dictionary<string, string>> Stanzas(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? name = null;
        foreach (var line in Lines(text).Where(l => !l.StartsWith('#')).Append(""))
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                if (fields.Count > 0)
                {
                    yield return fields;
                }

                (fields, name) = (new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), null);
            }
            else if (Blanks.Contains(line[0]))
            {
                if (name is not null)
                {
                    fields[name] += "\n" + line.Trim();
                }
            }
            else if (line.IndexOf(':') is > 0 and var colon)
            {
                name = line[..colon].Trim();
                fields[name] = line[(colon + 1)..].Trim();
            }
        }
    }

    private static string[] Words(string? text) => text?.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static IEnumerable<string> Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
