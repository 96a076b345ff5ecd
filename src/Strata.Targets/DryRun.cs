using System.Collections.Immutable;
using Nuke.Common;
using Strata.Engine.Hosts;
using Strata.Engine.Publishing;
using Strata.Engine.Registry;
using Strata.Oci;
using Strata.Planning;
using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>A call that only says what it would do (<c>--dry-run</c>): it plans, reads what machines and the registry have, and writes nothing but caches.</summary>
internal static class DryRun
{
    // What they would do they cannot say, and a switch that is passed over would have them do it.
    // A build's own target of such a name is its own affair.
    private static (Type Owner, string[] Targets)[] Changing =>
    [
        (typeof(ILockUpstreams), [nameof(ILockUpstreams.LockUpstreams)]),
        (typeof(IUpdateUpstreams), [nameof(IUpdateUpstreams.UpdateUpstreams)]),
        (typeof(ILockDependencies), [nameof(ILockDependencies.LockDependencies)]),
        (typeof(IGenerateWorkflows), [nameof(IGenerateWorkflows.GenerateWorkflows)]),
        (typeof(IRunEngine), [nameof(IRunEngine.StopEngine), nameof(IRunEngine.CleanEngine)]),
        (typeof(IRunRemote), [nameof(IRunRemote.RemoteClean), nameof(IRunRemote.Attach)]),
        (typeof(IRunImages), [nameof(IRunImages.Stop), nameof(IRunImages.Clean)]),
        (typeof(IAnalyzeImages), [nameof(IAnalyzeImages.Analyze)]),
    ];

    /// <summary>Whether the call is one.</summary>
    public static bool IsAsked(StrataSession session) => session.Build is IPublishImages { DryRun: true };

    /// <summary>Refuses targets that would change something all the same.</summary>
    /// <exception cref="DefinitionException">One is planned.</exception>
    public static void Check(INukeBuild build, IReadOnlyCollection<string> targets)
    {
        if (Changing.Where(c => c.Owner.IsInstanceOfType(build)).SelectMany(c => c.Targets).FirstOrDefault(targets.Contains) is { } target)
        {
            throw new DefinitionException(new Problem("--dry-run", $"{target} cannot say what it would do", "leave out --dry-run, or use it with images, PublishAll or Promote"));
        }

        if (build is ILintImages { Fix: true } && targets.Contains(nameof(ILintImages.Lint)))
        {
            throw new DefinitionException(new Problem("--dry-run", "Lint --fix cannot say what it would mend", "leave out --fix: Lint alone changes nothing"));
        }
    }

    /// <summary>Says what would be built, brought from machine to machine and published.</summary>
    /// <exception cref="StrataException">A machine or the registry that publishing needs cannot be asked.</exception>
    public static async Task ShowAsync(StrataSession session, CancellationToken cancellation)
    {
        var call = await CallPlan.CreateAsync(session, isForBuild: false, cancellation);
        call.Print(session);
        foreach (var (parent, hosts) in Crossings(session, call.Plan))
        {
            var there = new PublishImage(parent.Image.Name, Repository(session, parent), parent.Inputs!.Fingerprint, []).Reference;
            Say($"would bring {parent.Image.Name} from {HostName(parent.Host)} to {there}, for {string.Join(", ", hosts)}");
        }

        var tags = await session.TagsAsync();
        if (RemoteImages.Publishes(session))
        {
            using var client = new RegistryClient(RegistrySelection.Credentials(session, new LocalHost()));
            var publisher = new DryPublisher(new RegistryStore(client, Platform.Default), Say);
            await publisher.PublishAsync([.. call.Plan.Steps.Where(s => s.Inputs is not null && s.Action != PlanAction.Skip).Select(s => ToPublish(session, s, tags))], cancellation);
        }

        Say("dry run: nothing was built, sent, written down or published");
    }

    // Images that builds of other machines stand on, and that the registry does not have.
    private static IEnumerable<(PlanStep Parent, ImmutableArray<string> Hosts)> Crossings(StrataSession session, BuildPlan plan)
    {
        var steps = plan.Steps.ToDictionary(s => s.Image.Name, StringComparer.Ordinal);
        return plan.ToBuild
            .SelectMany(s => session.Graph.Parents(s.Image).Select(p => (Child: s, Parent: steps[p.Name])))
            .Where(c => c.Child.Host != c.Parent.Host && c.Parent.Reused?.Remote is null)
            .GroupBy(c => c.Parent, c => HostName(c.Child.Host))
            .Select(g => (g.Key, g.Distinct().ToImmutableArray()));
    }

    private static PublishImage ToPublish(StrataSession session, PlanStep step, ImageTags tags) =>
        new(step.Image.Name, Repository(session, step), step.Inputs!.Fingerprint, session.Build is IPublishImages { Unnamed: true } ? [] : [tags.Of(step.Image)]) { Replaces = step.Replaces };

    private static ImageReference Repository(StrataSession session, PlanStep step) => RegistrySelection.Require(session).Repository(step.Image.Name);

    private static string HostName(string? host) => host ?? "this machine";

    private static void Say(string text) => ConsoleOutput.Progress.WriteLine(text);
}
