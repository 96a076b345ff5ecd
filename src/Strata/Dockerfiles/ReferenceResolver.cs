using System.Collections.Immutable;
using System.Globalization;
using Strata.Oci;

namespace Strata.Dockerfiles;

/// <summary>Follows the names of a Dockerfile from the stage that is built.</summary>
internal sealed class ReferenceResolver(Dockerfile file, IReadOnlyDictionary<string, string> buildArgs, Platform platform, string? target)
{
    private const string Scratch = "scratch";
    private readonly List<Problem> _problems = [];
    private readonly SourceText _source = new(file.Text, file.Path);
    private readonly Dictionary<string, Stage> _named = new(StringComparer.OrdinalIgnoreCase);

    public DockerfileReferences Resolve()
    {
        var scope = GlobalScope.Create(file, buildArgs, platform, target, _problems);
        var bases = new Use?[file.Stages.Length];
        foreach (var stage in file.Stages)
        {
            // FROM sees the stages above it only; the other uses see the last stage of a name.
            bases[stage.Index] = Base(stage, scope);
            _named[stage.Name ?? ""] = stage;
        }

        _named.Remove("");
        var uses = file.Stages.Select(s => bases[s.Index] is { } based ? UsesOf(s, based.Stage).Prepend(based).ToArray() : [.. UsesOf(s, null)]).ToArray();
        var last = target is null ? file.Stages[^1] : _named.GetValueOrDefault(target) ?? Missing(target);
        var reached = last is null ? [] : Reach(last, uses);
        foreach (var mount in file.Stages.Where(s => reached.Contains(s.Index)).SelectMany(s => s.Instructions).OfType<RunInstruction>().SelectMany(r => r.Mounts))
        {
            // BuildKit refuses these in the stages that it builds only.
            if (MountCheck.Check(mount) is { } wrong)
            {
                _problems.Add(_source.ProblemAt(mount.Span.Offset, wrong.What, wrong.Next));
            }
        }

        return _problems.Count > 0
            ? throw new DefinitionException([.. _problems.Distinct()])
            : new DockerfileReferences(
                last!,
                [.. file.Stages.Where(s => reached.Contains(s.Index))],
                [.. file.Stages.Where(s => reached.Contains(s.Index)).SelectMany(s => uses[s.Index]).Where(u => u.Stage is null && u.Text != Scratch)
                    .Select(u => new ExternalReference(u.Kind, u.Text, u.Written, u.Span, u.In))])
            {
                Bases = [.. bases.Select(b => b?.Stage)],
                HasOtherPlatform = file.Stages.Any(s => reached.Contains(s.Index) && s.From.Platform is { } written && !IsOurs(written, scope)),
            };
    }

    private bool IsOurs(string written, GlobalScope scope)
    {
        try
        {
            return Platform.TryParse(scope.Expand(written).Text, out var asked) && asked == platform;
        }
        catch (ShellSyntaxException)
        {
            return false;
        }
    }

    private HashSet<int> Reach(Stage last, Use[][] uses)
    {
        HashSet<int> reached = [last.Index];
        var waiting = new Stack<Stage>([last]);
        while (waiting.TryPop(out var stage))
        {
            foreach (var use in uses[stage.Index].Where(u => u.Stage is not null))
            {
                if (use.Stage!.Index >= stage.Index)
                {
                    _problems.Add(_source.ProblemAt(use.Span.Offset, $"the stage '{use.Written}' has to stand above the one that uses it"));
                }
                else if (reached.Add(use.Stage.Index))
                {
                    waiting.Push(use.Stage);
                }
            }
        }

        return reached;
    }

    // FROM knows stages by their lower-case names only.
    private Use? Base(Stage stage, GlobalScope scope)
    {
        var image = stage.From.Image;
        try
        {
            var (text, unset) = scope.Expand(image.Text);
            var above = _named.GetValueOrDefault(text) is { } found && found.Name == text ? found : null;
            var use = new Use(ReferenceKind.From, text, image.Text, image.Span, stage, above);
            return above is not null || IsReference(use, unset) ? use : null;
        }
        catch (ShellSyntaxException e)
        {
            _problems.Add(_source.ProblemAt(image.Span.Offset, $"'{image}': {e.Message}"));
            return null;
        }
    }

    private IEnumerable<Use> UsesOf(Stage stage, Stage? based)
    {
        // What the stage below declared with ONBUILD runs here, first.
        var triggers = based?.Instructions.OfType<OnbuildInstruction>().Select(o => o.Trigger) ?? [];
        foreach (var instruction in triggers.Concat(stage.Instructions))
        {
            if (instruction is CopyInstruction { From: { } from } && CopySource(stage, from) is { } use)
            {
                yield return use;
            }

            foreach (var mount in (instruction as RunInstruction)?.Mounts ?? [])
            {
                if (mount.From is { } name)
                {
                    var named = _named.GetValueOrDefault(name);
                    var mounted = new Use(ReferenceKind.MountFrom, name, name, mount.Span, stage, named);
                    if (named is not null || IsReference(mounted, []))
                    {
                        yield return mounted;
                    }
                }
            }
        }
    }

    private Use? CopySource(Stage stage, Word from)
    {
        if (Expanded(from.Text) != from.Text)
        {
            _problems.Add(_source.ProblemAt(from.Span.Offset, $"COPY --from takes no variables, got '{from}'", "write FROM with the variable under a stage name, and copy from that stage"));
            return null;
        }

        Stage? named;
        if (int.TryParse(from.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            named = index >= 0 ? file.Stages.ElementAtOrDefault(index) : null;
            if (named is null)
            {
                _problems.Add(_source.ProblemAt(from.Span.Offset, $"there is no stage with the index '{from}'", $"the last is {file.Stages.Length - 1}"));
                return null;
            }
        }
        else
        {
            named = _named.GetValueOrDefault(from.Text);
        }

        var use = new Use(ReferenceKind.CopyFrom, from.Text, from.Text, from.Span, stage, named);
        return named is not null || IsReference(use, []) ? use : null;
    }

    private string? Expanded(string text)
    {
        try
        {
            return ShellLexer.Expand(text, file.Escape, _ => null);
        }
        catch (ShellSyntaxException)
        {
            return null;
        }
    }

    // BuildKit refuses a name that is no reference even in stages that are not built.
    private bool IsReference(Use use, IReadOnlyList<string> unset)
    {
        if (ImageReference.WhyInvalid(use.Text) is not { } why)
        {
            return true;
        }

        var what = use.Text == use.Written ? why
            : use.Text.Length == 0 ? $"'{use.Written}' is empty once its variables are expanded"
            : $"'{use.Written}' expands to '{use.Text}', which is no image reference";
        var next = _named.GetValueOrDefault(use.Text) is { } stage ? $"FROM names stages in lower case: write '{stage.Name}'"
            : unset.Count == 0 ? null
            : $"give ARG {string.Join(" and ARG ", unset)} a default above the first FROM, or a build argument";
        _problems.Add(_source.ProblemAt(use.Span.Offset, what, next));
        return false;
    }

    private Stage? Missing(string name)
    {
        var names = file.Stages.Select(s => s.Name).OfType<string>().ToArray();
        var next = Spelling.Suggestion(name, names) ?? (names.Length > 0 ? $"it has {string.Join(", ", names)}" : "none of its stages has a name");
        _problems.Add(new Problem(file.Path, $"there is no stage '{name}'", next));
        return null;
    }

    private sealed record Use(ReferenceKind Kind, string Text, string Written, SourceSpan Span, Stage In, Stage? Stage);
}
