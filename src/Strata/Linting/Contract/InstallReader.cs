using Strata.Dependencies;
using Strata.Dockerfiles;
using Strata.Linting.Shell;

namespace Strata.Linting.Contract;

/// <summary>Reads what the commands of a stage install: pip, uv, Poetry and apt, with the files that they name.</summary>
internal sealed class InstallReader(LintedStage stage)
{
    private static readonly DependencyList Unknown = new() { IsComplete = false };

    private readonly IFileTree _tree = stage.File.Fleet!.Tree;
    private readonly DependencyFile _dockerfile = new(stage.File.Dockerfile.Path, stage.File.Dockerfile.Text);

    /// <summary>The installations in the order in which they run.</summary>
    public IEnumerable<Install> Read() =>
        from run in stage.Runs
        from call in ToolCall.In(run)
        let list = Read(run, call)
        where list is not null
        select new Install(stage, call, list) { IsSeparate = IsSeparate(call) };

    private DependencyList? Read(RunScript run, ToolCall call) => call switch
    {
        { IsAptInstall: true } => Apt(run, call),
        { IsPipInstall: true } => Pip(run, call),
        { Tool: "uv pip", Verb: "sync" } => call.Operands.Aggregate(DependencyList.Empty, (l, o) => l.Add(Requirements(run, o.Text, false))),
        { Tool: "uv", Verb: "sync" } => Project(run, call, Value(call, "--project") ?? Value(call, "--directory") ?? "", isUv: true),
        { Tool: "poetry", Verb: "install" or "sync" } => Project(run, call, Value(call, "--directory") ?? Value(call, "-C") ?? "", isUv: false),
        { Tool: "poetry" or "uv", Verb: "add" } or { Tool: "uv", Verb: "tool" } => Unknown,
        { Tool: "conda" or "apk" or "dnf" or "yum", Verb: "install" or "add" or "create" or "env" } => Unknown,
        _ => null,
    };

    private DependencyList Apt(RunScript run, ToolCall call)
    {
        var list = DependencyList.Empty;
        foreach (var word in call.Operands)
        {
            var text = stage.Expand(word.Text);
            list = DebianPackageList.TryRead(text, _dockerfile, word.Span.Offset) is { } package
                ? list.Add(new DependencyList { Requirements = [package with { Span = word.Span }] })
                : list with { IsComplete = false };
        }

        // Lists are fed by xargs or a substitution: each file of the context that the RUN sees and names.
        var named = run.Commands.SelectMany(c => c.Arguments).Select(w => w.Text.TrimStart('<')).Where(t => t.Contains('/') || t.Contains('.'))
            .Concat(run.Run.Mounts.Where(m => m is { Type: "bind", From: null }).Select(m => m.Target).OfType<string>())
            .Select(p => StageFiles.Find(stage, run.Run, stage.Expand(p)))
            .OfType<string>()
            .Where(p => _tree.Find(p)?.Kind == TreeEntryKind.File && IsPackageList(p))
            .Distinct();
        foreach (var path in named)
        {
            list = list.Add(DebianPackageList.Read(_tree, path));
        }

        return call.Operands.IsEmpty && list.Files.IsEmpty ? list with { IsComplete = false } : list;
    }

    private static bool IsPackageList(string path) =>
        path[(path.LastIndexOf('/') + 1)..] is var name && !name.StartsWith("requirements", StringComparison.Ordinal)
        && (name.EndsWith(".txt", StringComparison.Ordinal) || name.EndsWith(".list", StringComparison.Ordinal) || name.Contains("packages", StringComparison.Ordinal));

    private DependencyList Pip(RunScript run, ToolCall call)
    {
        var list = DependencyList.Empty;
        foreach (var file in Values(call, "-r", "--requirement", "--requirements"))
        {
            list = list.Add(Requirements(run, file, false));
        }

        foreach (var file in Values(call, "-c", "--constraint", "--constraints"))
        {
            list = list.Add(Requirements(run, file, true) with { IsComplete = true });
        }

        foreach (var editable in Values(call, "-e", "--editable"))
        {
            list = list.Add(Directory(run, editable));
        }

        foreach (var word in call.Operands)
        {
            list = list.Add(Operand(run, word));
        }

        return list;
    }

    private DependencyList Operand(RunScript run, Word word)
    {
        var text = stage.Expand(word.Text);
        if (text.StartsWith('.') || text.StartsWith('/'))
        {
            return Directory(run, text);
        }

        var (requirement, _) = RequirementText.Read(_dockerfile, 0, text);
        return requirement is null || text.EndsWith(".whl", StringComparison.Ordinal) || text.EndsWith(".tar.gz", StringComparison.Ordinal) || text.Contains('/') && requirement.Source is null
            ? Unknown
            : new DependencyList { Requirements = [requirement with { Span = word.Span }] };
    }

    private DependencyList Requirements(RunScript run, string path, bool areConstraints)
    {
        if (StageFiles.Find(stage, run.Run, stage.Expand(path)) is not { } found || _tree.Find(found)?.Kind != TreeEntryKind.File)
        {
            return Unknown;
        }

        var name = found[(found.LastIndexOf('/') + 1)..];
        return name == "pyproject.toml" ? PyProject.Read(_tree, found).List([], [])
            : name.EndsWith(".toml", StringComparison.Ordinal) || name is "setup.py" or "setup.cfg" ? Unknown
            : RequirementsFile.Read(_tree, found, areConstraints);
    }

    // A project that is installed from its directory, perhaps with extras: ".[gpu]".
    private DependencyList Directory(RunScript run, string text)
    {
        var bracket = text.IndexOf('[');
        var extras = bracket < 0 ? [] : text[bracket..].Trim('[', ']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return StageFiles.Find(stage, run.Run, StageFiles.Join(bracket < 0 ? text : text[..bracket], "pyproject.toml")) is { } found && _tree.Find(found)?.Kind == TreeEntryKind.File
            ? PyProject.Read(_tree, found).List(extras, [])
            : Unknown;
    }

    private DependencyList Project(RunScript run, ToolCall call, string directory, bool isUv)
    {
        if (StageFiles.Find(stage, run.Run, StageFiles.Join(stage.Expand(directory), "pyproject.toml")) is not { } path || _tree.Find(path)?.Kind != TreeEntryKind.File)
        {
            return Unknown;
        }

        var project = PyProject.Read(_tree, path);
        var extras = call.Has("--all-extras") ? project.Extras : Values(call, "--extra", "--extras", "-E");
        var list = project.List(extras, isUv ? UvGroups(call, project) : PoetryGroups(call, project));
        var lockPath = path[..^"pyproject.toml".Length] + (isUv ? "uv.lock" : "poetry.lock");
        return _tree.Find(lockPath)?.Kind == TreeEntryKind.File ? LockFile.Read(_tree, lockPath).Resolve(list) : list;
    }

    private static IEnumerable<string> UvGroups(ToolCall call, PyProject project)
    {
        var groups = call.Has("--no-default-groups") ? [] : project.DefaultGroups.AsEnumerable();
        groups = call.Has("--all-groups") ? project.Groups : groups.Concat(Values(call, "--group"));
        var left = Values(call, "--no-group").Concat(call.Has("--no-dev") ? ["dev"] : []).ToHashSet(StringComparer.Ordinal);
        return groups.Where(g => !left.Contains(g)).Distinct();
    }

    private static IEnumerable<string> PoetryGroups(ToolCall call, PyProject project)
    {
        var only = Values(call, "--only").SelectMany(v => v.Split(',')).ToHashSet(StringComparer.Ordinal);
        var without = Values(call, "--without").SelectMany(v => v.Split(',')).ToHashSet(StringComparer.Ordinal);
        return call.Has("--no-dev") ? [] : project.Groups.Where(g => only.Count > 0 ? only.Contains(g) : !without.Contains(g));
    }

    private static bool IsSeparate(ToolCall call) =>
        call is { Tool: "uv", Verb: "sync" }
        || call.Has("-t", "--target", "--prefix", "--root")
        || (Value(call, "--python") ?? Value(call, "-p") ?? call.Command.Words[0].Text) is var python && (python.Contains("venv", StringComparison.Ordinal) || python.Contains("/env/", StringComparison.Ordinal));

    private static string? Value(ToolCall call, string name) => call.ValueOf(name);

    private static IEnumerable<string> Values(ToolCall call, params string[] names)
    {
        var words = call.Command.Words;
        for (var at = 1; at < words.Length; at++)
        {
            var text = words[at].Text;
            if (names.Contains(text) && at + 1 < words.Length)
            {
                yield return words[++at].Text;
            }
            else if (names.FirstOrDefault(n => text.StartsWith(n + "=", StringComparison.Ordinal)) is { } name)
            {
                yield return text[(name.Length + 1)..];
            }
            else if (names.FirstOrDefault(n => n.Length == 2 && text.StartsWith(n, StringComparison.Ordinal) && text.Length > 2 && !text.StartsWith("--", StringComparison.Ordinal)) is { } shortName)
            {
                yield return text[shortName.Length..];
            }
        }
    }
}
