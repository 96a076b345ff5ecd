using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Strata.Dependencies;

/// <summary>Reads requirement files as pip and uv do: comments, continued lines, includes, constraints, hashes and the options that they take.</summary>
public sealed partial class RequirementsFile
{
    private const int DeepestInclude = 16;

    private static readonly string[] WithValue =
    [
        "-i", "--index-url", "--pypi-url", "--extra-index-url", "-f", "--find-links", "--no-binary", "--only-binary", "--trusted-host", "--use-feature",
    ];

    private static readonly string[] Bare = ["--no-index", "--require-hashes", "--pre", "--prefer-binary", "--process-dependency-links", "-Z", "--always-unzip"];

    private readonly IFileTree _tree;
    private readonly List<Requirement> _requirements = [];
    private readonly List<Requirement> _constraints = [];
    private readonly List<DependencyProblem> _problems = [];
    private readonly List<DependencyFile> _files = [];
    private readonly HashSet<(string, bool)> _read = [];
    private bool _isComplete = true;

    private RequirementsFile(IFileTree tree) => _tree = tree;

    /// <summary>Reads a file with all that it includes.</summary>
    /// <param name="tree">The repository.</param>
    /// <param name="path">The file, which has to be there; relative to the root.</param>
    /// <param name="areConstraints">It only narrows versions.</param>
    public static DependencyList Read(IFileTree tree, string path, bool areConstraints = false)
    {
        var reader = new RequirementsFile(tree);
        reader.ReadFile(path, areConstraints, 0);
        return new DependencyList
        {
            Requirements = [.. reader._requirements],
            Constraints = [.. reader._constraints],
            Problems = [.. reader._problems],
            Files = [.. reader._files],
            IsComplete = reader._isComplete,
        };
    }

    private void ReadFile(string path, bool areConstraints, int depth)
    {
        if (!_read.Add((path, areConstraints)))
        {
            return;
        }

        var file = new DependencyFile(path, _tree.ReadText(path));
        _files.Add(file);

        // Continued lines become one; each character keeps its place.
        var text = Continuation().Replace(file.Text, m => new string(' ', m.Length));
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var feed ? feed : text.Length;
            var line = Comment().Replace(text[start..end].TrimEnd('\r'), "");
            if (line.Trim().Length > 0)
            {
                ReadLine(file, start, line, areConstraints, depth);
            }

            start = end + 1;
        }
    }

    private void ReadLine(DependencyFile file, int start, string line, bool areConstraints, int depth)
    {
        var indent = line.Length - line.TrimStart().Length;
        (start, line) = (start + indent, line[indent..].TrimStart('\uFEFF'));
        start += file.Text.AsSpan(start).StartsWith("\uFEFF") ? 1 : 0;
        if (line.StartsWith('-'))
        {
            ReadOption(file, start, line, areConstraints, depth);
            return;
        }

        // Options of one requirement, such as --hash.
        var option = OwnOption().Match(line);
        var text = option.Success ? line[..option.Index] : line;
        if (IsPath(text.Trim()))
        {
            ReadPath(file, start, text.TrimEnd(), areConstraints);
            return;
        }

        var (requirement, problem) = RequirementText.Read(file, start, text);
        if (requirement is null)
        {
            _problems.Add(problem!);
            _isComplete = false;
        }
        else if (requirement.Marker?.Holds([]) != false)
        {
            (areConstraints ? _constraints : _requirements).Add(requirement);
        }
    }

    private void ReadOption(DependencyFile file, int start, string line, bool areConstraints, int depth)
    {
        var match = Option().Match(line);
        var (name, value) = (match.Groups["name"].Value, match.Groups["value"].Value.Trim().Trim('"', '\''));
        switch (name)
        {
            case "-r" or "--requirement" or "--requirements" or "-c" or "--constraint" or "--constraints":
                Include(file, start + match.Groups["value"].Index, value, areConstraints || name is "-c" or "--constraint" or "--constraints", depth);
                break;
            case "-e" or "--editable":
                ReadPath(file, start + match.Groups["value"].Index, value, areConstraints);
                break;
            case var _ when WithValue.Contains(name) && value.Length > 0 || Bare.Contains(name):
                break;
            default:
                _problems.Add(new DependencyProblem(file, file.Span(start, start + Math.Max(1, name.Length)), $"there is no option '{(name.Length > 0 ? name : line.Trim())}' in a requirement file"));
                break;
        }
    }

    private void Include(DependencyFile file, int start, string value, bool areConstraints, int depth)
    {
        var span = file.Span(start, start + Math.Max(1, value.Length));
        if (value.Contains("://", StringComparison.Ordinal))
        {
            _isComplete = false;
            return;
        }

        var path = Resolve(file.Path, value);
        if (path is null || _tree.Find(path) is not { Kind: TreeEntryKind.File })
        {
            _problems.Add(new DependencyProblem(file, span, value.Length == 0 ? "the include names no file" : $"there is no file '{value}'", "write the path relative to this file"));
            _isComplete = false;
        }
        else if (depth >= DeepestInclude)
        {
            _problems.Add(new DependencyProblem(file, span, $"more than {DeepestInclude} files include each other"));
        }
        else
        {
            ReadFile(path, areConstraints, depth + 1);
        }
    }

    // An archive's name says what is in it; an address may.
    private void ReadPath(DependencyFile file, int start, string text, bool areConstraints)
    {
        var source = text.Split(';')[0].Trim();
        var name = Egg().Match(source) is { Success: true } egg ? egg.Groups[1].Value : Wheel().Match(source) is { Success: true } wheel ? wheel.Groups[1].Value : null;
        if (name is null)
        {
            _isComplete = false;
            return;
        }

        (areConstraints ? _constraints : _requirements).Add(
            new Requirement(PackageName.Of(name), name, VersionRange.Any, file, file.Span(start, start + Math.Max(1, source.Length))) { Source = source });
    }

    private static bool IsPath(string text) =>
        text.StartsWith('.') || text.StartsWith('/') || Address().IsMatch(text)
        || !text.Contains('@') && (text.EndsWith(".whl", StringComparison.OrdinalIgnoreCase) || text.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || text.EndsWith(".zip", StringComparison.OrdinalIgnoreCase));

    /// <summary>A path that stands in a file, relative to the root; null when it leads out of it.</summary>
    internal static string? Resolve(string file, string path)
    {
        List<string> parts = path.StartsWith('/') ? [] : [.. file.Split('/')[..^1]];
        foreach (var part in path.Split('/').Where(p => p is not ("" or ".")))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count == 0)
            {
                return null;
            }
            else
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex(@"\\\r?\n", RegexOptions.CultureInvariant)]
    private static partial Regex Continuation();

    [GeneratedRegex(@"(?:^|(?<=\s))#.*$", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<=\s)--[a-z]", RegexOptions.CultureInvariant)]
    private static partial Regex OwnOption();

    [GeneratedRegex(@"\A(?<name>--[A-Za-z-]+|-[A-Za-z])(?:\s*=\s*|\s*)(?<value>.*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Option();

    [GeneratedRegex(@"\A(?:[a-z]+\+)?[a-z]+://|\Afile:", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"[#&]egg=([A-Za-z0-9._-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Egg();

    [GeneratedRegex(@"(?:\A|/)([A-Za-z0-9._]+)-\d[^-/]*(?:-[^/]*)?\.whl\b", RegexOptions.CultureInvariant)]
    private static partial Regex Wheel();
}
