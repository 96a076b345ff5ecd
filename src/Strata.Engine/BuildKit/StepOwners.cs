using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Strata.Engine.BuildKit;

/// <summary>Finds the image and line that a step of BuildKit stands in.</summary>
/// <remarks>BuildKit names a step that several targets share after whichever came first, so the name's target tells only where to begin: it or one of its parents.</remarks>
internal sealed partial class StepOwners
{
    private readonly ImmutableDictionary<string, SolveTarget> _targets;
    private readonly bool _isAlone;
    private readonly Dictionary<string, ImmutableArray<DockerfileStep>> _steps;
    private readonly Dictionary<(string Image, int Line, string Platform), string> _taken = [];
    private readonly Dictionary<string, ImmutableArray<string>> _lineages = new(StringComparer.Ordinal);

    public StepOwners(SolveRequest request)
    {
        _targets = request.Targets.ToImmutableDictionary(t => t.Name, StringComparer.Ordinal);
        _isAlone = request.Targets.Length == 1 && !request.Stored().Any();
        _steps = request.Targets.ToDictionary(t => t.Name, t => DockerfileStep.Read(t.DockerfileText), StringComparer.Ordinal);
    }

    /// <summary>Whether a name is a target of the request.</summary>
    public bool IsTarget(string name) => _targets.ContainsKey(name);

    /// <summary>The image that a vertex belongs to, and the line of its instruction (0 when it is none); null for what belongs to no image.</summary>
    /// <param name="digest">Which vertex.</param>
    /// <param name="name">Its name.</param>
    public (string Image, int Line)? Find(string digest, VertexName name)
    {
        if (name.Target.Length == 0)
        {
            return _isAlone && name.Count > 0 ? (_targets.Keys.First(), Best(digest, name, _targets.Keys.First())?.Line ?? 0) : null;
        }

        if (name.Count == 0)
        {
            return (name.Target, 0);
        }

        var best = Best(digest, name, name.Target);
        if (best is null)
        {
            return (name.Target, 0);
        }

        _taken.TryAdd((best.Value.Image, best.Value.Line, name.Platform), digest);
        return best;
    }

    /// <summary>Ancestors first, so that of two alike steps the lower layer's is the parent's.</summary>
    private (string Image, int Line)? Best(string digest, VertexName name, string target)
    {
        var text = DockerfileStep.Normalize(name.Text);
        var candidates =
            from image in Lineage(target)
            from step in _steps[image]
            where string.Equals(step.Stage, name.Stage, StringComparison.OrdinalIgnoreCase)
            let likeness = Likeness(step.Text, text)
            where likeness > 0
            let isFree = !_taken.TryGetValue((image, step.Line, name.Platform), out var other) || other == digest
            let isPlaced = IsPlaced(step, name)
            orderby (likeness * 4) + (isPlaced ? 2 : 0) + (isFree ? 1 : 0) descending
            select ((string, int)?)(image, step.Line);
        return candidates.FirstOrDefault();
    }

    /// <summary>FROM takes a number when it pulls, is counted but not numbered for a named context, and neither for another stage or scratch.</summary>
    private static bool IsPlaced(DockerfileStep step, VertexName name) =>
        step.Index == 0
            ? name.Index == 1
            : (name.Count == step.Count && name.Index == step.Index)
                || (name.Count == step.Count + 1 && (name.Index == step.Index || name.Index == step.Index + 1));

    private ImmutableArray<string> Lineage(string target)
    {
        if (!_lineages.TryGetValue(target, out var lineage))
        {
            var parents = _targets[target].Contexts.Values.OfType<ContextSource.Target>().Select(p => p.Name).Where(_targets.ContainsKey);
            lineage = _lineages[target] = [.. parents.SelectMany(p => Lineage(p)).Append(target).Distinct(StringComparer.Ordinal)];
        }

        return lineage;
    }

    private static int Likeness(string written, string shown)
    {
        if (written == shown)
        {
            return 4;
        }

        var keyword = written[..(written + " ").IndexOf(' ')];
        if (!shown.StartsWith(keyword + " ", StringComparison.Ordinal))
        {
            return 0;
        }

        // A FROM is shown with its digest, a heredoc with its first lines, a variable with its value.
        if (keyword == "FROM" || (written.Contains("<<") && shown.StartsWith(written[..written.IndexOf("<<", StringComparison.Ordinal)], StringComparison.Ordinal)))
        {
            return 3;
        }

        return written.Contains('$') && Matches(written, shown) ? 3 : 0;
    }

    /// <summary>Whether the fixed parts between variables come in their order.</summary>
    private static bool Matches(string written, string shown)
    {
        var parts = Variable().Split(written);
        if (!shown.StartsWith(parts[0], StringComparison.Ordinal) || !shown.EndsWith(parts[^1], StringComparison.Ordinal))
        {
            return false;
        }

        var at = 0;
        foreach (var part in parts)
        {
            at = shown.IndexOf(part, at, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            at += part.Length;
        }

        return true;
    }

    [GeneratedRegex(@"\$\{[^}]*\}|\$\w+")]
    private static partial Regex Variable();
}
