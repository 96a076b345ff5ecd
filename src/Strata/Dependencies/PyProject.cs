using System.Collections.Immutable;

namespace Strata.Dependencies;

/// <summary>Reads <c>pyproject.toml</c>: the project's dependencies, its extras and groups, as PEP 621, PEP 735 and Poetry write them.</summary>
public sealed class PyProject
{
    private readonly DependencyFile _file;
    private readonly List<DependencyProblem> _problems = [];
    private readonly Dictionary<string, ImmutableArray<Requirement>> _extras = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<Requirement>> _groups = new(StringComparer.Ordinal);

    private PyProject(DependencyFile file) => _file = file;

    /// <summary>The project's own name; null when it has none.</summary>
    public PackageName? Name { get; private set; }

    /// <summary>What the project always needs.</summary>
    public ImmutableArray<Requirement> Dependencies { get; private set; } = [];

    /// <summary>Names of the groups that are installed unless they are left out; <c>dev</c> for uv.</summary>
    public ImmutableArray<string> DefaultGroups { get; private set; } = ["dev"];

    /// <summary>Reads a file.</summary>
    /// <param name="tree">The repository.</param>
    /// <param name="path">The file, which has to be there; relative to the root.</param>
    public static PyProject Read(IFileTree tree, string path)
    {
        var project = new PyProject(new DependencyFile(path, tree.ReadText(path)));
        try
        {
            project.Read(TomlReader.Read(project._file.Text));
        }
        catch (TomlSyntaxException e)
        {
            project._problems.Add(new DependencyProblem(project._file, project._file.Span(e.Offset, Math.Min(e.Offset + 1, project._file.Text.Length)), e.Message));
        }

        return project;
    }

    /// <summary>What is asked for with some extras and groups.</summary>
    public DependencyList List(IEnumerable<string> extras, IEnumerable<string> groups) => new()
    {
        Requirements =
        [
            .. Dependencies,
            .. extras.SelectMany(e => _extras.GetValueOrDefault(PackageName.Of(e).Value, [])),
            .. groups.SelectMany(g => _groups.GetValueOrDefault(PackageName.Of(g).Value, [])),
        ],
        Problems = [.. _problems],
        Files = [_file],
        IsComplete = _problems.Count == 0,
    };

    /// <summary>Names of all extras.</summary>
    public IEnumerable<string> Extras => _extras.Keys;

    /// <summary>Names of all groups.</summary>
    public IEnumerable<string> Groups => _groups.Keys;

    private void Read(TomlTable root)
    {
        Name = (root.Table("project")?.Text("name") ?? root.Table("tool", "poetry")?.Text("name")) is { } name ? PackageName.Of(name) : null;
        var dependencies = Texts(root.Items("project", "dependencies")).ToList();
        foreach (var (extra, entry) in root.Table("project", "optional-dependencies")?.Entries ?? ImmutableDictionary<string, TomlEntry>.Empty)
        {
            _extras[PackageName.Of(extra).Value] = [.. Texts((entry.Value as TomlArray)?.Items ?? [])];
        }

        var groups = root.Table("dependency-groups");
        foreach (var group in groups?.Entries.Keys ?? [])
        {
            _groups[PackageName.Of(group).Value] = [.. Group(groups!, group, [])];
        }

        var uvDev = Texts(root.Items("tool", "uv", "dev-dependencies")).ToList();
        if (uvDev.Count > 0)
        {
            _groups["dev"] = [.. _groups.GetValueOrDefault("dev", []), .. uvDev];
        }

        if (root.Find("tool", "uv", "default-groups") is TomlArray defaults)
        {
            DefaultGroups = [.. defaults.Items.OfType<TomlString>().Select(t => t.Text)];
        }

        // Poetry's own table adds to the project's, or stands for it.
        dependencies.AddRange(Poetry(root.Table("tool", "poetry", "dependencies")).Where(r => dependencies.All(d => d.Name != r.Name)));
        foreach (var (group, entry) in root.Table("tool", "poetry", "group")?.Entries ?? ImmutableDictionary<string, TomlEntry>.Empty)
        {
            _groups[PackageName.Of(group).Value] = [.. Poetry((entry.Value as TomlTable)?.Table("dependencies"))];
        }

        Dependencies = [.. dependencies];
    }

    private IEnumerable<Requirement> Group(TomlTable groups, string name, ImmutableArray<string> within)
    {
        if (within.Contains(name))
        {
            yield break;
        }

        foreach (var item in groups.Items(name))
        {
            if (item is TomlTable include && include.Text("include-group") is { } other)
            {
                var known = groups.Entries.Keys.FirstOrDefault(k => PackageName.Of(k) == PackageName.Of(other));
                foreach (var requirement in known is null ? [] : Group(groups, known, within.Add(name)))
                {
                    yield return requirement;
                }
            }
            else
            {
                foreach (var requirement in Texts([item]))
                {
                    yield return requirement;
                }
            }
        }
    }

    private IEnumerable<Requirement> Texts(ImmutableArray<TomlValue> items)
    {
        foreach (var item in items)
        {
            if (item is not TomlString text)
            {
                _problems.Add(new DependencyProblem(_file, _file.Span(item.Start, item.End), "a requirement is a text"));
                continue;
            }

            var (requirement, problem) = RequirementText.Read(_file, text.Start + 1, text.Text);
            if (requirement is null)
            {
                _problems.Add(text.IsPlain ? problem! : problem! with { Span = _file.Span(text.Start, text.End) });
            }
            else if (requirement.Marker?.Holds([]) != false)
            {
                yield return text.IsPlain ? requirement : requirement with { Span = _file.Span(text.Start, text.End) };
            }
        }
    }

    private IEnumerable<Requirement> Poetry(TomlTable? table)
    {
        foreach (var (name, entry) in table?.Entries ?? ImmutableDictionary<string, TomlEntry>.Empty)
        {
            if (PackageName.Of(name).Value == "python")
            {
                continue;
            }

            // Of several ranges for several Pythons each is one.
            foreach (var value in entry.Value is TomlArray several ? several.Items : [entry.Value])
            {
                var details = value as TomlTable;
                var written = (value as TomlString ?? details?.Find("version") as TomlString)?.Text ?? "*";
                if (!PoetryRange.TryParse(written, out var range))
                {
                    _problems.Add(new DependencyProblem(_file, _file.Span(value.Start, value.End), $"'{written}' is no range of versions", "write such as ^1.2 or >=1.2,<2"));
                }
                else if (details?.Find("optional") is not TomlScalar { Text: "true" })
                {
                    yield return new Requirement(PackageName.Of(name), name, range, _file, _file.Span(entry.KeyStart, Math.Max(entry.KeyEnd, value.End)))
                    {
                        Extras = [.. details?.Items("extras").OfType<TomlString>().Select(t => PackageName.Of(t.Text).Value) ?? []],
                        Source = details?.Text("git") ?? details?.Text("path") ?? details?.Text("url"),
                    };
                }
            }
        }
    }
}
