using System.Collections.Immutable;
using Strata.Engine.Hosts;
using Strata.Engine.Registry;
using Strata.Engine.Supplies;
using Strata.Graph;
using Strata.Oci;
using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>What the targets that lock upstreams do.</summary>
internal static class LockTargets
{
    /// <summary>Looks all upstreams up anew, and says which moved and what that rebuilds.</summary>
    public static async Task LockAsync(StrataSession session, CancellationToken cancellation)
    {
        using var client = new RegistryClient(RegistrySelection.Credentials(session, new LocalHost()));
        var path = Path.Combine(session.Root, UpstreamLockFile.DefaultPath);
        var file = new UpstreamLockFile(path, new UpstreamResolver(client, new LocalHost()), isLocked: false, ConsoleOutput.Progress.WriteLine);
        var (graph, supply) = (session.Graph, session.Supply.Supply);
        var uses = Uses(graph);
        var before = await file.ReadAsync(cancellation);
        var now = await file.ResolveAsync(uses.Keys, supply, cancellation);
        ImmutableArray<Upstream> moved = [.. uses.Keys.Where(u => UpstreamLock.CanLock(u, supply) && !IsSame(before, now, u, supply)).OrderBy(u => u.Reference, StringComparer.Ordinal)];
        if (moved.IsEmpty)
        {
            System.Console.Out.WriteLine($"{UpstreamLockFile.DefaultPath}: nothing has moved in the {supply.ToWord()} supply");
            return;
        }

        foreach (var upstream in moved)
        {
            System.Console.Out.WriteLine($"{(before.Has(upstream, supply) ? "moved " : "locked")}  {upstream}");
        }

        var rebuilt = moved.SelectMany(u => uses[u]).SelectMany(i => graph.Descendants(i).Prepend(i)).Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        System.Console.Out.WriteLine(rebuilt.Count == 0 ? "rebuilds nothing" : $"rebuilds {string.Join(", ", graph.Images.Select(i => i.Name).Where(rebuilt.Contains))}");
        await file.WriteAsync(now, cancellation);
        System.Console.Out.WriteLine($"written {UpstreamLockFile.DefaultPath}; commit it");
    }

    /// <summary>The images of others that are deployed beside ours, with their digests as far as they are locked.</summary>
    public static async Task<ImmutableArray<(string Name, ImageReference Reference)>> ConsumedAsync(StrataSession session, CancellationToken cancellation)
    {
        using var client = new RegistryClient(RegistrySelection.Credentials(session, new LocalHost()));
        var file = new UpstreamLockFile(
            Path.Combine(session.Root, UpstreamLockFile.DefaultPath), new UpstreamResolver(client, new LocalHost()), (session.Build as IBuildImages)?.Locked == true, ConsoleOutput.Progress.WriteLine);
        var consumed = session.Graph.Consumed;
        var locked = session.Supply.Supply == Supply.Hub && !consumed.IsEmpty
            ? await file.EnsureAsync(consumed.Select(c => c.Upstream), Supply.Hub, cancellation)
            : await file.ReadAsync(cancellation);
        return [.. consumed.Select(c => (c.Name, ImageReference.Parse(c.Upstream.Reference) with { Digest = locked.Hub(c.Upstream)?.Index }))];
    }

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
