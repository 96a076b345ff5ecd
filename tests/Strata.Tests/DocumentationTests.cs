using System.Text.Json;
using System.Text.RegularExpressions;
using Strata.Testing;

namespace Strata.Tests;

/// <summary>What the documentation calls and links to is there.</summary>
public partial class DocumentationTests
{
    private static readonly string[] Nukes = ["help", "plan", "skip", "root", "verbosity", "nologo", "target", "continue", "profile", "host", "generateconfiguration"];

    private static IEnumerable<string> Pages => Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
        .Append(Path.Combine(Repository.Root, "README.md")).Append(Path.Combine(Repository.Root, "src", "README.md"));

    [Test]
    public void Commands_name_targets_and_parameters_that_the_build_has()
    {
        var (targets, parameters) = ReadSchema();
        var unknown = new List<string>();
        foreach (var (page, call) in Pages.SelectMany(p => Calls().Matches(File.ReadAllText(p)).Select(m => (p, m.Groups[1].Value))))
        {
            var words = call.Split('#')[0].Split('>')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.TrimEnd('.', ',', ':', ';')).ToList();
            unknown.AddRange(words.TakeWhile(w => !w.StartsWith('-')).Where(w => TargetName().IsMatch(w) && w != "TARGET" && !targets.Contains(w)).Select(w => $"{page}: {w}"));
            unknown.AddRange(words.Where(w => w.StartsWith("--", StringComparison.Ordinal) && !parameters.Contains(w.Replace("-", ""))).Select(w => $"{page}: {w}"));
        }

        Assert.That(unknown, Is.Empty);
    }

    [Test]
    public void Links_lead_to_pages_and_headings()
    {
        var broken = new List<string>();
        foreach (var page in Pages)
        {
            foreach (var link in Links().Matches(File.ReadAllText(page)).Select(m => m.Groups[1].Value).Where(l => !l.StartsWith("http", StringComparison.Ordinal)))
            {
                var parts = link.Split('#');
                var target = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
                if (!Path.Exists(target) || (parts.Length > 1 && !Anchors(target).Contains(parts[1])))
                {
                    broken.Add($"{page}: {link}");
                }
            }
        }

        Assert.That(broken, Is.Empty);
    }

    private static IEnumerable<string> Anchors(string page) =>
        Headings().Matches(File.ReadAllText(page)).Select(m => NoAnchor().Replace(m.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static (HashSet<string> Targets, HashSet<string> Parameters) ReadSchema()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, ".nuke", "build.schema.json")));
        var definitions = schema.RootElement.GetProperty("definitions");
        var targets = definitions.GetProperty("ExecutableTarget").GetProperty("enum").EnumerateArray().Select(t => t.GetString()!);
        return ([.. targets], new HashSet<string>(Properties(schema.RootElement).Concat(Nukes), StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Properties(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => p.Name == "properties" ? p.Value.EnumerateObject().Select(v => v.Name) : Properties(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Properties),
        _ => [],
    };

    [GeneratedRegex(@"\./build\.(?:sh|ps1)([^`\n|)""]*)")]
    private static partial Regex Calls();

    [GeneratedRegex(@"^[A-Z]\w+$")]
    private static partial Regex TargetName();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"(?m)^#+ (.*)$")]
    private static partial Regex Headings();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
