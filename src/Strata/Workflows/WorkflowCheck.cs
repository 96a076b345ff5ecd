using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Strata.Workflows;

/// <summary>Finds what no forge takes, before a file is written that a forge would refuse without saying so.</summary>
internal static partial class WorkflowCheck
{
    /// <exception cref="DefinitionException">All that is wrong.</exception>
    public static void Run(WorkflowSettings settings)
    {
        var place = $"workflow '{settings.Name}'";
        var problems = Find(settings).Select(p => new Problem(place, p.What, p.Next)).ToImmutableArray();
        if (!problems.IsEmpty)
        {
            throw new DefinitionException(problems);
        }
    }

    private static IEnumerable<(string What, string Next)> Find(WorkflowSettings settings)
    {
        if (!FileName().IsMatch(settings.Name))
        {
            yield return ("its name is its file's, so it takes letters, digits, dots, dashes and underscores", "name it as in [GiteaActions(\"images\")]");
        }

        if (!Label().IsMatch(settings.Runner))
        {
            yield return ($"'{settings.Runner}' is no label of a runner; Gitea takes exactly one word", "name one label");
        }

        foreach (var pair in settings.Secrets.Concat(settings.PullRequestSecrets).Concat(settings.Variables).Where(p => !Pair().IsMatch(p)))
        {
            yield return ($"'{pair}' is neither a name nor VARIABLE=NAME", "write REGISTRY_TOKEN, or REGISTRY_TOKEN=NAME_OF_SECRET");
        }

        // Both forges keep these names for themselves; GITHUB_TOKEN is the one that is there without being made.
        foreach (var name in settings.Secrets.Concat(settings.PullRequestSecrets).Select(p => p[(p.IndexOf('=') + 1)..]).Where(n => Reserved().IsMatch(n) && n != "GITHUB_TOKEN"))
        {
            yield return ($"no forge lets a secret be named '{name}'", "give it a name that does not begin with GITHUB_ or GITEA_");
        }

        if (settings.CheckoutAction is { } action && !Pinned().IsMatch(action))
        {
            yield return ($"'{action}' is not fixed: a tag can be moved to other code", "write owner/name@ with the full commit id of 40 hex digits");
        }

        foreach (var cron in settings.Triggers.Schedules.Append(settings.UpstreamSchedule).OfType<string>().Where(c => !Cron().IsMatch(c)))
        {
            yield return ($"'{cron}' is no schedule", "write cron's five fields, such as '17 3 * * 1'");
        }

        if (settings.TimeLimitMinutes < 1)
        {
            yield return ($"a time limit of {settings.TimeLimitMinutes} minutes is none", "give it at least a minute");
        }

        var triggers = settings.Triggers;
        if (triggers.PushBranches.IsEmpty && triggers.PushTags.IsEmpty && triggers.PullRequestBranches.IsEmpty && triggers.Schedules.IsEmpty && !triggers.IsManual)
        {
            yield return ("nothing starts it", "add OnPushBranches, OnPushTags, OnPullRequestBranches, OnCronSchedule or OnWorkflowDispatch");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]*\z")]
    private static partial Regex FileName();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]*\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"\A[A-Z_][A-Z0-9_]*(=[A-Za-z_][A-Za-z0-9_]*)?\z")]
    private static partial Regex Pair();

    [GeneratedRegex(@"\A(GITHUB|GITEA)_", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]+/[A-Za-z0-9_./-]+@[0-9a-f]{40}\z")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"\A[0-9A-Za-z*/,-]+( [0-9A-Za-z*/,-]+){4}\z")]
    private static partial Regex Cron();
}
