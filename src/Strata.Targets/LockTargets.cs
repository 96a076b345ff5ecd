using System.Collections.Immutable;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Engine.Records;
using Strata.Engine.Registry;
using Strata.Engine.Supplies;
using Strata.Graph;
using Strata.Oci;
using Strata.Planning;
using Strata.Reports;
using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>What the targets that lock upstreams do.</summary>
internal static class LockTargets
{
    /// <summary>Looks all upstreams up anew, and says which moved and what that rebuilds.</summary>
    /// <returns>Which moved and what that rebuilds; null when nothing did.</returns>
    public static async Task<RebuildWave?> LockAsync(StrataSession session, CancellationToken cancellation)
    {
        using var client = new RegistryClient(RegistrySelection.Credentials(session, new LocalHost()));
        var file = Open(session, client, isLocked: false);
        var (graph, supply) = (session.Graph, session.Supply.Supply);
        var uses = Uses(graph);
        var before = await file.ReadAsync(cancellation);
        var now = await file.ResolveAsync(uses.Keys, supply, cancellation);
        ImmutableArray<Upstream> moved = [.. uses.Keys.Where(u => UpstreamLock.CanLock(u, supply) && !IsSame(before, now, u, supply)).OrderBy(u => u.Reference, StringComparer.Ordinal)];
        if (moved.IsEmpty)
        {
            System.Console.Out.WriteLine($"{UpstreamLockFile.DefaultPath}: nothing has moved in the {supply.ToWord()} supply");
            return null;
        }

        foreach (var upstream in moved)
        {
            System.Console.Out.WriteLine($"{(before.Has(upstream, supply) ? "moved " : "locked")}  {upstream}");
        }

        var rebuilt = moved.SelectMany(u => uses[u]).SelectMany(i => graph.Descendants(i).Prepend(i)).Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        System.Console.Out.WriteLine(rebuilt.Count == 0 ? "rebuilds nothing" : $"rebuilds {string.Join(", ", graph.Images.Select(i => i.Name).Where(rebuilt.Contains))}");
        await file.WriteAsync(now, cancellation);
        System.Console.Out.WriteLine($"written {UpstreamLockFile.DefaultPath}; commit it");
        return new RebuildWave(
            [.. moved.Select(u => new MovedUpstream(u.Reference, before.DigestOf(u, supply, Platform.Default)?.ToString(), now.DigestOf(u, supply, Platform.Default)!.ToString()))],
            await ImagesAsync(graph, [.. graph.Images.Where(i => rebuilt.Contains(i.Name))], i => moved.FirstOrDefault(u => uses[u].Contains(i)), cancellation));
    }

    private static async Task<ImmutableArray<RebuiltImage>> ImagesAsync(
        ImageGraph graph, ImmutableArray<ImageDefinition> images, Func<ImageDefinition, Upstream?> movedOf, CancellationToken cancellation)
    {
        var records = await new RecordLog(StateDirectory.Locate(Environment.GetEnvironmentVariable).Combine("records")).ReadAsync(graph.Images.Select(i => i.Name), cancellation);
        var names = images.Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        return [.. images.Select(image => new RebuiltImage(
            image.Name,
            movedOf(image) is { } upstream ? $"upstream {upstream.Reference}" : $"parent {graph.Parents(image).First(p => names.Contains(p.Name)).Name}",
            records.GetValueOrDefault(image.Name, []) is { IsEmpty: false } own ? own.Max(r => r.Duration) : null,
            OwnBytes(graph, image, records)))];
    }

    private static long? OwnBytes(ImageGraph graph, ImageDefinition image, ImmutableDictionary<string, ImmutableArray<BuildRecord>> records)
    {
        var theirs = graph.Parents(image).SelectMany(p => records.GetValueOrDefault(p.Name, [])).SelectMany(r => r.Layers).Select(l => l.DiffId).ToHashSet(StringComparer.Ordinal);
        return records.GetValueOrDefault(image.Name, []).FirstOrDefault(r => !r.Layers.IsEmpty)?.Layers.Where(l => !theirs.Contains(l.DiffId)).Sum(l => l.Bytes);
    }

    /// <summary>The images of others that are deployed beside ours, with their digests as far as they are locked.</summary>
    public static async Task<ImmutableArray<(string Name, ImageReference Reference)>> ConsumedAsync(StrataSession session, CancellationToken cancellation)
    {
        using var client = new RegistryClient(RegistrySelection.Credentials(session, new LocalHost()));
        var file = Open(session, client, (session.Build as IBuildImages)?.Locked == true);
        var consumed = session.Graph.Consumed;
        var locked = session.Supply.Supply == Supply.Hub && !consumed.IsEmpty
            ? await file.EnsureAsync(consumed.Select(c => c.Upstream), Supply.Hub, cancellation)
            : await file.ReadAsync(cancellation);
        return [.. consumed.Select(c => (c.Name, ImageReference.Parse(c.Upstream.Reference) with { Digest = locked.Hub(c.Upstream)?.Index }))];
    }

    private static UpstreamLockFile Open(StrataSession session, RegistryClient client, bool isLocked) => new(
        Path.Combine(session.Root, UpstreamLockFile.DefaultPath),
        session.Build.TemporaryDirectory / UpstreamLockFile.Gate,
        new UpstreamResolver(client, new LocalHost()),
        isLocked,
        ConsoleOutput.Progress.WriteLine);

    private static bool IsSame(UpstreamLock before, UpstreamLock now, Upstream upstream, Supply supply) => supply == Supply.Hub
        ? Equals(before.Hub(upstream), now.Hub(upstream))
        : Equals(before.Debian(upstream), now.Debian(upstream));

    /// <summary>The images that use an upstream in the graph's supply; none for images that are only consumed.</summary>
    private static Dictionary<Upstream, List<ImageDefinition>> Uses(ImageGraph graph)
    {
        var uses = graph.Images
            .SelectMany(i => graph.Inputs(i).Contexts.Select(c => c.Source).OfType<ImageSource.External>().Select(e => (e.Upstream, Image: i)))
            .GroupBy(u => u.Upstream, u => u.Image)
            .ToDictionary(g => g.Key, g => g.Distinct().ToList());
        foreach (var image in graph.Consumed)
        {
            uses.TryAdd(image.Upstream, []);
        }

        return uses;
    }
}
