using System.Collections.Immutable;

namespace Strata.Dependencies;

/// <summary>Reads <c>uv.lock</c> and <c>poetry.lock</c>: the one version of each package, and what each package needs.</summary>
public sealed class LockFile
{
    private readonly DependencyFile _file;
    private readonly List<DependencyProblem> _problems = [];
    private readonly List<LockedPackage> _packages = [];
    private ILookup<PackageName, LockedPackage>? _byName;

    private LockFile(DependencyFile file) => _file = file;

    /// <summary>All packages, in the order of the file.</summary>
    public IReadOnlyList<LockedPackage> Packages => _packages;

    /// <summary>What cannot be understood.</summary>
    public ImmutableArray<DependencyProblem> Problems => [.. _problems];

    /// <summary>Reads a lock.</summary>
    /// <param name="tree">The repository.</param>
    /// <param name="path">The file, which has to be there; relative to the root.</param>
    public static LockFile Read(IFileTree tree, string path)
    {
        var file = new DependencyFile(path, tree.ReadText(path));
        var locked = new LockFile(file);
        try
        {
            foreach (var package in TomlReader.Read(file.Text).Tables("package"))
            {
                locked.Add(package);
            }
        }
        catch (TomlSyntaxException e)
        {
            locked._problems.Add(new DependencyProblem(file, file.Span(e.Offset, Math.Min(e.Offset + 1, file.Text.Length)), e.Message, "have the tool write the lock anew"));
        }

        return locked;
    }

    /// <summary>What is installed for some requirements: these with the lock's versions, then all that they need.</summary>
    public DependencyList Resolve(DependencyList asked)
    {
        _byName ??= _packages.ToLookup(p => p.Name);
        var reached = new HashSet<PackageName>();
        var waiting = new Queue<PackageName>();
        foreach (var requirement in asked.Requirements)
        {
            waiting.Enqueue(requirement.Name);
            foreach (var extra in requirement.Extras)
            {
                foreach (var needed in _byName[requirement.Name].SelectMany(p => p.Extras.GetValueOrDefault(extra, [])))
                {
                    waiting.Enqueue(needed);
                }
            }
        }

        while (waiting.TryDequeue(out var name))
        {
            if (reached.Add(name))
            {
                foreach (var needed in _byName[name].SelectMany(p => p.Needs))
                {
                    waiting.Enqueue(needed);
                }
            }
        }

        var direct = asked.Requirements.Select(r => r.Name).ToHashSet();
        return asked with
        {
            Requirements =
            [
                .. asked.Requirements.Select(r => _byName[r.Name].FirstOrDefault() is { Range: { } range } ? r with { Range = range } : r),
                .. _packages.Where(p => reached.Contains(p.Name) && !direct.Contains(p.Name) && !p.IsProject).DistinctBy(p => p.Name)
                    .Select(p => new Requirement(p.Name, p.Written, p.Range ?? VersionRange.Any, _file, p.Span) { IsIndirect = true }),
            ],
            Problems = [.. asked.Problems, .. _problems],
            Files = [.. asked.Files, _file],
            IsComplete = asked.IsComplete && _problems.Count == 0,
        };
    }

    private void Add(TomlTable package)
    {
        if (package.Entries.GetValueOrDefault("name") is not { Value: TomlString { Text: var name } value } entry)
        {
            _problems.Add(new DependencyProblem(_file, _file.Span(package.Start, package.Start + 1), "a package of the lock has no name"));
            return;
        }

        VersionRange? range = null;
        if (package.Find("version") is TomlString written)
        {
            if (!PackageVersion.TryParse(written.Text, out var version))
            {
                _problems.Add(new DependencyProblem(_file, _file.Span(written.Start, written.End), $"'{written.Text}' is no version"));
                return;
            }

            range = VersionRange.Exactly(version, written.Text);
        }

        var extras = (package.Table("optional-dependencies")?.Entries ?? ImmutableDictionary<string, TomlEntry>.Empty)
            .ToDictionary(e => PackageName.Of(e.Key).Value, e => Needs(e.Value.Value).ToImmutableArray(), StringComparer.Ordinal);
        foreach (var (extra, list) in package.Table("extras")?.Entries ?? ImmutableDictionary<string, TomlEntry>.Empty)
        {
            extras[PackageName.Of(extra).Value] = [.. ((list.Value as TomlArray)?.Items ?? []).OfType<TomlString>().Select(t => PackageName.Of(t.Text.Split(' ', '[', '(', '<', '>', '=', '!', '~', ';')[0]))];
        }

        _packages.Add(new LockedPackage(PackageName.Of(name), name, range, _file.Span(entry.KeyStart, value.End), [.. Needs(package.Find("dependencies"))], extras)
        {
            IsProject = package.Table("source") is { } source && (source.Entries.ContainsKey("virtual") || source.Entries.ContainsKey("editable")),
        });
    }

    // uv writes an array of tables with markers, Poetry a table by name.
    private static IEnumerable<PackageName> Needs(TomlValue? dependencies) => dependencies switch
    {
        TomlArray array => array.Items.OfType<TomlTable>()
            .Where(t => t.Text("marker") is not { } marker || Marker.TryParse(marker)?.Holds([]) != false)
            .Select(t => t.Text("name")).OfType<string>().Select(PackageName.Of),
        TomlTable table => table.Entries
            .Where(e => e.Value.Value is not TomlTable details
                || details.Find("optional") is not TomlScalar { Text: "true" } && (details.Text("markers") is not { } marker || Marker.TryParse(marker)?.Holds([]) != false))
            .Select(e => PackageName.Of(e.Key)),
        _ => [],
    };
}

/// <summary>A package of a lock.</summary>
/// <param name="Name">Its normalised name.</param>
/// <param name="Written">The name as written.</param>
/// <param name="Range">Its version; null when the lock has none.</param>
/// <param name="Span">Where its name stands.</param>
/// <param name="Needs">What it needs on Linux.</param>
/// <param name="Extras">What its extras need.</param>
public sealed record LockedPackage(
    PackageName Name, string Written, VersionRange? Range, Dockerfiles.SourceSpan Span, ImmutableArray<PackageName> Needs,
    IReadOnlyDictionary<string, ImmutableArray<PackageName>> Extras)
{
    /// <summary>It is the project itself, or another one of its workspace.</summary>
    public bool IsProject { get; init; }
}
