using System.Collections.Immutable;
using Strata.Engine.Hosts;
using Strata.Engine.Publishing;
using Strata.Graph;
using Strata.Planning;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>The machines that a call builds on, and which image is built on which: all on the one of <c>--remote</c>, else each where its definition says.</summary>
internal sealed class BuildPlaces : IAsyncDisposable
{
    private readonly ImmutableDictionary<string, BuildPlace> _byImage;
    private readonly BuildPlace _main;

    private BuildPlaces(BuildPlace main, ImmutableArray<BuildPlace> all, ImmutableDictionary<string, BuildPlace> byImage) => (_main, All, _byImage) = (main, all, byImage);

    /// <summary>Those that build something, or would; this machine first, then by name.</summary>
    public ImmutableArray<BuildPlace> All { get; }

    /// <summary>Whether there are several.</summary>
    public bool AreSeveral => All.Length > 1;

    /// <summary>The machine of an image of the call.</summary>
    public BuildPlace Of(string image) => _byImage[image];

    /// <summary>What users call the machine of an image; null for this one.</summary>
    public string? HostOf(string image) => _byImage.GetValueOrDefault(image)?.Remote?.Name;

    /// <summary>Connects to the machines of images and of all that they stand on.</summary>
    /// <param name="session">The session.</param>
    /// <param name="first">A plan of the images; that it knows of nothing built before does no harm.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="DefinitionException">A definition names no host, or images would have to go from machine to machine with no registry to go through: all of it.</exception>
    /// <exception cref="StrataException">A host cannot be reached or used (exit code 4).</exception>
    public static async Task<BuildPlaces> OpenAsync(StrataSession session, BuildPlan first, CancellationToken cancellation)
    {
        var graph = session.Graph;
        var wanted = first.Steps.Select(s => s.Image).ToImmutableArray();
        var targets = Targets(session, wanted);
        var problems = wanted.SelectMany(i => graph.Parents(i).Where(p => targets[p.Name] != targets[i.Name]).Select(p => (Image: i, Parent: p))).ToImmutableArray();
        if (problems.Length > 0)
        {
            Check(session, problems, targets);
        }

        // In one order, so that two calls do not wait for each other's lock.
        var main = await session.PlaceAsync();
        var places = new SortedDictionary<string, BuildPlace>(StringComparer.Ordinal);
        try
        {
            foreach (var target in targets.Values.Distinct().OfType<SshTarget>().Where(t => t != RemoteSelection.Target(session)).OrderBy(t => t.ToString(), StringComparer.Ordinal))
            {
                var place = await BuildPlace.OpenAsync(session, target, cancellation);

                // The same by another name: two would wait for one lock, of which each is the other's holder.
                if (places.Values.FirstOrDefault(p => p.Remote!.Facts.Identity == place.Remote!.Facts.Identity) is { } same)
                {
                    await place.DisposeAsync();
                    place = same;
                }

                places.Add(target.ToString(), place);
            }
        }
        catch
        {
            foreach (var open in places.Values.Distinct())
            {
                await open.DisposeAsync();
            }

            throw;
        }

        var byImage = targets.ToImmutableDictionary(t => t.Key, t => t.Value is { } host && places.TryGetValue(host.ToString(), out var place) ? place : main, StringComparer.Ordinal);
        var isMainUsed = byImage.IsEmpty || byImage.Values.Contains(main);
        return new BuildPlaces(main, [.. isMainUsed ? [main] : Array.Empty<BuildPlace>(), .. places.Values.Distinct()], byImage);
    }

    /// <summary>Waits until no other client of the same user and owner builds on any of them.</summary>
    /// <exception cref="StrataException">One of them has no space to build (exit code 4).</exception>
    public async Task LockAsync(StrataSession session, CancellationToken cancellation)
    {
        foreach (var place in All)
        {
            place.RequireSpace();
        }

        foreach (var place in All)
        {
            await place.LockAsync(session, cancellation);
        }
    }

    /// <summary>Ends the connections to machines that definitions name; that of the call is the session's.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var place in All.Where(p => p != _main))
        {
            await place.DisposeAsync();
        }
    }

    private static Dictionary<string, SshTarget?> Targets(StrataSession session, ImmutableArray<ImageDefinition> images)
    {
        var all = RemoteSelection.Target(session);
        var targets = new Dictionary<string, SshTarget?>(StringComparer.Ordinal);
        var problems = ImmutableArray.CreateBuilder<Problem>();
        foreach (var image in images)
        {
            try
            {
                targets[image.Name] = all ?? (image.Host is { } host ? SshTarget.Parse(host) : null);
            }
            catch (StrataException wrong)
            {
                problems.AddRange(wrong.Problems.Select(p => p with { Place = $"{image.Place}: {p.Place}" }));
            }
        }

        return problems.Count == 0 ? targets : throw new DefinitionException(problems.DrainToImmutable());
    }

    private static void Check(StrataSession session, ImmutableArray<(ImageDefinition Image, ImageDefinition Parent)> crossings, Dictionary<string, SshTarget?> targets)
    {
        if (RegistrySelection.Prefix(session) is null)
        {
            throw new DefinitionException([.. crossings.Select(c => new Problem(
                c.Image.Place,
                $"is built on {Name(c.Image)} and stands on '{c.Parent.Name}', which is built on {Name(c.Parent)}: images go from machine to machine through a registry, and none is named",
                "add --registry gitea.example/harkon, or build all on one machine with --remote"))]);
        }

        PushGuard.Check(session.Supply);

        string Name(ImageDefinition image) => targets[image.Name]?.ToString() ?? "this machine";
    }
}
