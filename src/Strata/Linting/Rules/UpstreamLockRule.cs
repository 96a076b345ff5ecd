using System.Text.Json;
using Strata.Dockerfiles;
using Strata.Graph;
using Strata.Oci;

namespace Strata.Linting.Rules;

/// <summary>ST018.</summary>
internal sealed class UpstreamLockRule() : LintRule("ST018", Severity.Warning, "what an upstream's tag meant is locked: docker/upstreams.lock.json has its digest, or FROM does")
{
    private const string LockFile = "docker/upstreams.lock.json";

    public override string Why => "A tag is moved by others. With its digest in the lock, two builds of one commit stand on the same image, and a new one arrives as a change that can be reviewed.";

    public override string Bad =>
        """
        === docker/upstreams.lock.json
        { "version": 1, "upstreams": {} }
        === web
        FROM python:3.12-slim
        """;

    public override string Good =>
        """
        === docker/upstreams.lock.json
        { "version": 1, "upstreams": { "docker.io/library/python:3.12-slim": { "hub": {}, "debian": {} } } }
        === web
        FROM python:3.12-slim
        """;

    public override IEnumerable<Finding> Check(LintedFile file)
    {
        if (file.Fleet is not { } fleet)
        {
            yield break;
        }

        var locked = Locked(fleet);
        foreach (var stage in file.Stages.Where(file.Reached.Contains))
        {
            if (stage.Upstream is { Digest: null } from && !locked.Contains(from.ToString()))
            {
                yield return Loose(file, stage.Stage.From.Image.Span, from, fleet.Supply);
            }

            foreach (var use in stage.Uses.Where(u => file.FindStage(u.Name) is null))
            {
                if (ImageReference.TryParse(use.Name, out var used) && used.Digest is null && !locked.Contains(used.ToString()) && fleet.Graph.Images.All(i => i.Name != used.Name))
                {
                    yield return Loose(file, use.Span, used, fleet.Supply);
                }
            }
        }
    }

    private Finding Loose(LintedFile file, SourceSpan span, ImageReference upstream, Supply supply) =>
        At(file, span, $"the lock does not say what '{upstream.Familiar}' is in the supply {supply.ToWord()}", "run ./build.sh LockUpstreams and commit the lock");

    // References that have an entry for this supply. A lock that cannot be read locks nothing: building says what is wrong with it.
    private static HashSet<string> Locked(LintedFleet fleet)
    {
        if (fleet.Tree.Find(LockFile) is not { Kind: TreeEntryKind.File })
        {
            return [];
        }

        try
        {
            using var json = JsonDocument.Parse(fleet.Tree.ReadText(LockFile));
            return
            [
                .. json.RootElement.GetProperty("upstreams").EnumerateObject()
                    .Where(u => u.Value.TryGetProperty(fleet.Supply.ToWord(), out var entry) && entry.ValueKind == JsonValueKind.Object)
                    .Select(u => u.Name),
            ];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }
}
