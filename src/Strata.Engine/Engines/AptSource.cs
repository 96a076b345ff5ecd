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
