using System.Collections.Immutable;
using Strata.Graph;
using Strata.Planning;

namespace Strata.Testing;

/// <summary>Builds and their memory as a planner sees them, without any engine: what is built gets a digest that was never there before.</summary>
public sealed class Builds(ImageGraph graph)
{
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly List<BuildRecord> _records = [];
    private readonly Dictionary<string, StoredImage> _stored = new(StringComparer.Ordinal);

    /// <summary>The images that are there, by digest.</summary>
    public IReadOnlyDictionary<string, StoredImage> Stored => _stored;

    /// <summary>Writes a file of an image.</summary>
    public Builds Write(string image, string content)
    {
        _files[image] = content;
        return this;
    }

    /// <summary>Deletes all that is stored of an image.</summary>
    public void Remove(string image)
    {
        foreach (var record in _records.Where(r => r.Image == image))
        {
            _stored.Remove(record.Digest);
        }
    }

    /// <summary>Makes the stored images ones that a build cannot name by digest.</summary>
    public void MakeUnaddressable()
    {
        foreach (var (digest, image) in _stored.ToArray())
        {
            _stored[digest] = image with { IsAddressable = false };
        }
    }

    /// <summary>Plans all images.</summary>
    public BuildPlan Plan(bool force = false, params string[] noCache) => Planner.Reuse(graph, First(null), Facts() with { IsForced = force, NoCache = [.. noCache] });

    /// <summary>Plans all images, with steps that are decided elsewhere; nothing is stored here of those.</summary>
    public BuildPlan PlanGiven(IReadOnlyDictionary<string, PlanStep> given) => Planner.Reuse(graph, First(null), Facts() with
    {
        Given = given,
        Stored = _stored.Where(s => _records.All(r => r.Digest != s.Key || !given.ContainsKey(r.Image))).ToDictionary(StringComparer.Ordinal),
    });

    /// <summary>Plans all images on a machine that has built none of them, beside a registry.</summary>
    /// <param name="remote">What the registry has: its layers, and when it was made, in seconds.</param>
    public BuildPlan PlanBeside(IReadOnlyDictionary<string, (string[] DiffIds, int Created)> remote) => Planner.Reuse(graph, First(null), Facts() with
    {
        Remote = remote.ToDictionary(r => r.Key, r => new RemoteImage(
            $"r/{r.Key}:fp-1", $"sha256:{r.Key}", "", Manifests()[r.Key].Fingerprint, [.. r.Value.DiffIds], DateTimeOffset.UnixEpoch.AddSeconds(r.Value.Created)), StringComparer.Ordinal),
    });

    /// <summary>Plans some images.</summary>
    public BuildPlan PlanOf(params string[] images) => Planner.Reuse(graph, First(images), Facts());

    /// <summary>Carries a plan out, but for images that fail and what stands on them.</summary>
    public BuildPlan Run(BuildPlan plan, params string[] failing)
    {
        var digests = plan.ToReuse.ToDictionary(s => s.Image.Name, s => s.Reused!.Stored.Digest, StringComparer.Ordinal);
        foreach (var step in plan.ToBuild.Where(s => !failing.Contains(s.Image.Name) && s.Image.Parents.All(digests.ContainsKey)))
        {
            var (name, inputs) = (step.Image.Name, step.Inputs!);
            var digest = digests[name] = $"sha256:{_records.Count:x64}";
            _records.Add(new BuildRecord(
                name, inputs.Fingerprint, inputs, $"{name}:dev", digest, [], step.Image.Parents.ToImmutableSortedDictionary(p => p, p => digests[p], StringComparer.Ordinal),
                TimeSpan.FromSeconds(name.Length), DateTimeOffset.UnixEpoch.AddSeconds(_records.Count), "docker 1", "/clone"));
            _stored[digest] = new StoredImage(digest, inputs.Fingerprint, [$"{name}:dev"]);
        }

        return plan;
    }

    /// <summary>The digest of an image's parent at its newest build.</summary>
    public IReadOnlyDictionary<string, string> ParentsOf(string digest) => _records.First(r => r.Digest == digest).Parents;

    private BuildPlan First(string[]? images) => Planner.Plan(graph, images, graph.Supply);

    private ReuseFacts Facts() => new(
        Manifests(),
        _records.GroupBy(r => r.Image).ToDictionary(g => g.Key, g => g.Reverse().ToImmutableArray(), StringComparer.Ordinal),
        _stored) { Workspace = "/clone" };

    private Dictionary<string, InputManifest> Manifests()
    {
        var made = new Dictionary<string, InputManifest>(StringComparer.Ordinal);
        foreach (var image in graph.Images)
        {
            InputEntry[] files = _files.TryGetValue(image.Name, out var content) ? [new InputEntry(InputKind.File, $"services/{image.Name}/app.py", content)] : [];
            made[image.Name] = new InputManifest(
            [
                new InputEntry(InputKind.Label, "title", image.Name),
                .. files,
                .. graph.Parents(image).Select(p => new InputEntry(InputKind.Parent, p.Name, made[p.Name].Fingerprint.Hex)),
            ]);
        }

        return made;
    }
}
