using System.Collections.Immutable;
using System.Text;

namespace Strata.Engine.Engines;

/// <summary>A source of binary packages as apt's configuration declares it, in either of its two formats.</summary>
/// <param name="Uris">Where the archive is served; at least one.</param>
/// <param name="Suites">Suites such as <c>bookworm</c>; at least one.</param>
/// <param name="Components">Components such as <c>main</c>.</param>
/// <param name="Options">Other fields by their deb822 names (Signed-By, Trusted ...), values as written.</param>
public sealed record AptSource(
    ImmutableArray<string> Uris, ImmutableArray<string> Suites, ImmutableArray<string> Components, ImmutableSortedDictionary<string, string> Options)
{
    /// <summary>Each archive with each suite; addresses without user and password, and what is no address left out.</summary>
    public IEnumerable<(Uri Archive, string Suite)> Archives =>
        from text in Uris
        where Uri.TryCreate(text, UriKind.Absolute, out _)
        let archive = new UriBuilder(text) { UserName = "", Password = "" }.Uri
        from suite in Suites
        select (archive, suite);

    /// <summary>The file of keys that it has to be signed by; null when apt's own keys count, or keys that are written into the source itself.</summary>
    public string? Keyring =>
        Options.GetValueOrDefault("Signed-By", "").Split([' ', '\t', '\n', ','], StringSplitOptions.RemoveEmptyEntries) is [['/', ..] file, ..] ? file : null;

    /// <summary>The source as a deb822 stanza that asks for nothing but the package lists of one architecture.</summary>
    public string ToStanza(string architecture)
    {
        var text = new StringBuilder("Types: deb\n");
        text.Append("URIs: ").AppendJoin(' ', Uris).Append('\n');
        text.Append("Suites: ").AppendJoin(' ', Suites).Append('\n');
        text.Append("Components: ").AppendJoin(' ', Components).Append('\n');
        text.Append("Architectures: ").Append(architecture).Append('\n');
        text.Append("Targets: Packages\n");
        foreach (var (name, value) in Options)
        {
            text.Append(name).Append(':').Append(value.StartsWith('\n') ? "" : " ").Append(value).Append('\n');
        }
        return text.ToString();
    }
}
