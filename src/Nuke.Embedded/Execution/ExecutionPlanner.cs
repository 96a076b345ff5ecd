using Nuke.Common.Parameters;

namespace Nuke.Common.Execution;

/// <summary>
/// Decides which targets run, and in which order: the reverse of taking away, again and again, the first target that no remaining
/// one needs.
/// </summary>
internal static class ExecutionPlanner
{
    public static IReadOnlyCollection<ExecutableTarget> Plan(IReadOnlyCollection<ExecutableTarget> targets, IReadOnlyCollection<string> names)
    {
        var invoked = names?.Select(n => Find(n, targets)).ToHashSet();
        foreach (var target in invoked ?? [])
            target.Invoked = true;

        var ordered = LastFirst(targets);
        while (true)
        {
            var plan = Select(ordered, invoked);
            var triggered = plan.SelectMany(t => t.Triggers).Except(plan).Where(targets.Contains).ToList();
            if (triggered.Count == 0)
            {
                plan.ForEach(t => t.Status = ExecutionStatus.Scheduled);
                return plan;
            }

            invoked = [.. plan, .. triggered];
        }
    }

    private static List<ExecutableTarget> Select(List<ExecutableTarget> ordered, HashSet<ExecutableTarget> invoked)
    {
        var plan = new List<ExecutableTarget>();
        var needed = new HashSet<ExecutableTarget>();
        foreach (var target in ordered)
        {
            if (!needed.Contains(target) && !(invoked?.Contains(target) ?? target.IsDefault))
                continue;
            plan.Add(target);
            needed.UnionWith(target.ExecutionDependencies);
        }

        plan.Reverse();
        return plan;
    }

    private static List<ExecutableTarget> LastFirst(IReadOnlyCollection<ExecutableTarget> targets)
    {
        var dependencies = targets.ToDictionary(t => t, t => t.AllDependencies.Where(targets.Contains).Distinct().ToList());
        var dependents = targets.ToDictionary(t => t, _ => 0);
        foreach (var dependency in dependencies.Values.SelectMany(d => d))
            dependents[dependency]++;

        var remaining = new LinkedList<ExecutableTarget>(targets);
        var ordered = new List<ExecutableTarget>();
        while (remaining.Count > 0)
        {
            var next = remaining.First;
            while (next != null && dependents[next.Value] > 0)
                next = next.Next;
            if (next == null)
                throw new UsageException(
                    $"targets: circular dependency {string.Join(" -> ", Cycle(remaining, dependencies))}; drop one of these relations");
            remaining.Remove(next);
            ordered.Add(next.Value);
            dependencies[next.Value].ForEach(d => dependents[d]--);
        }

        return ordered;
    }

    /// <summary>Each remaining target is needed by a remaining one: walking along these ends in a circle.</summary>
    private static IEnumerable<string> Cycle(
        ICollection<ExecutableTarget> remaining, Dictionary<ExecutableTarget, List<ExecutableTarget>> dependencies)
    {
        var path = new List<ExecutableTarget>();
        for (var target = remaining.First(); ; target = remaining.First(t => dependencies[t].Contains(target)))
        {
            var start = path.IndexOf(target);
            path.Add(target);
            if (start >= 0)
                return path.Skip(start).Reverse().Select(t => t.Name);
        }
    }

    /// <summary>The target of a name; case and dashes do not count.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static ExecutableTarget Find(string name, IReadOnlyCollection<ExecutableTarget> targets)
    {
        var plain = ArgumentParser.WithoutDashes(name);
        return targets.FirstOrDefault(t => t.Name.Equals(plain, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException($"unknown target '{name}'{Hint()} run ./build.sh --help for all");

        string Hint() => Nearest.Suggest(plain, targets.Select(t => t.Name)) is { Length: > 0 } near ? near : ";";
    }
}
