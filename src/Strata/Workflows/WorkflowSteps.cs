using System.Collections.Immutable;
using System.Globalization;

namespace Strata.Workflows;

/// <summary>The steps that jobs are made of.</summary>
internal sealed class WorkflowSteps(WorkflowSettings settings)
{
    private const string Address = "BUILD_HOST";
    private const string Key = "SSH_KEY";
    private const string KnownHosts = "SSH_KNOWN_HOSTS";
    private const string IsPullRequest = "github.event_name == 'pull_request'";
    private const string IsNoPullRequest = "github.event_name != 'pull_request'";

    // git itself, since every version of Gitea can run it and nobody has to be trusted for it. The token reaches git by a helper, not by
    // arguments; the whole history comes along, as tags of images are found in it. A run is about one commit, even when the branch moves on.
    private const string CheckoutScript = """
        export GIT_TERMINAL_PROMPT=0
        git init --quiet .
        git status > /dev/null 2>&1 || git config --global --add safe.directory "$PWD"
        fetch() {
          git -c credential.helper= -c credential.helper='!f() { echo username=token; echo "password=$CHECKOUT_TOKEN"; }; f' \
            fetch --quiet --force --tags "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY" "$@"
        }
        fetch "+$GITHUB_REF:refs/strata/run"
        git cat-file -e "$GITHUB_SHA^{commit}" 2> /dev/null || fetch "$GITHUB_SHA"
        git checkout --quiet --force --detach "$GITHUB_SHA"
        git clean -ffdq

        """;

    // The key lives in the agent's memory only, and the host's key is a secret's: what the network says of it is not believed. ssh looks for it
    // in the home that the system knows, which is another one than HOME in some containers. A runner may have a key of its own instead.
    private const string BuildHostScript = """
        if [ -n "${BUILD_HOST:-}" ]; then
          known_hosts=$(unset HOME; echo ~/.ssh/known_hosts)
          mkdir -p -m 700 "${known_hosts%/*}"
          touch "$known_hosts"
          printf '%s\n' "$SSH_KNOWN_HOSTS" | tr -d '\r' | grep -vxFf "$known_hosts" >> "$known_hosts" || true
          if [ -n "$SSH_KEY" ]; then
            eval "$(ssh-agent -s)" > /dev/null
            trap 'ssh-agent -k > /dev/null' EXIT
            printf '%s\n' "$SSH_KEY" | tr -d '\r' | ssh-add -q -
          fi
        fi
        unset SSH_KEY SSH_KNOWN_HOSTS

        """;

    // A pull request of another repository gets no secrets: it is built here.
    private const string OnlyWithKeyScript = """
        [ -n "$SSH_KEY" ] || BUILD_HOST=

        """;

    private bool HasPullRequests => !settings.Triggers.PullRequestBranches.IsEmpty;

    private bool HasOthers => !settings.Triggers.PushBranches.IsEmpty || !settings.Triggers.PushTags.IsEmpty || !settings.Triggers.Schedules.IsEmpty || settings.Triggers.IsManual;

    /// <summary>Takes the commit of the run, with all its history and tags.</summary>
    public WorkflowStep Checkout() => settings.CheckoutAction is { } action
        ? new WorkflowStep("Check out") { Action = action, ActionInputs = [("fetch-depth", "0"), ("persist-credentials", "false")] }
        : new WorkflowStep("Check out") { Variables = [("CHECKOUT_TOKEN", "${{ github.token }}")], Script = CheckoutScript };

    /// <summary>Builds what a pull request affects; publishes all in other runs.</summary>
    public ImmutableArray<WorkflowStep> BuildAll()
    {
        var steps = ImmutableArray.CreateBuilder<WorkflowStep>();
        if (HasPullRequests)
        {
            steps.Add(Build("Build what the pull request affects", settings.PullRequestTargets, [], settings.PullRequestSecrets, isPullRequest: true) with { Condition = HasOthers ? IsPullRequest : null });
        }

        if (HasOthers)
        {
            steps.Add(Build("Build and publish", settings.Targets, [], settings.Secrets) with { Condition = HasPullRequests ? IsNoPullRequest : null });
        }

        return steps.DrainToImmutable();
    }

    /// <summary>Builds one image, or the matrix's, and pushes its bytes; the last job moves names. Pull requests have no right to push.</summary>
    /// <param name="target">The image's target; null for the matrix's.</param>
    public ImmutableArray<WorkflowStep> BuildLayer(string? target)
    {
        var build = Build("Build and push", [target ?? "\"$IMAGE\""], ["--push", "--unnamed"], settings.Secrets);
        if (target is null)
        {
            build = build with { Variables = build.Variables.Insert(0, ("IMAGE", $$$"""${{ matrix.{{{WorkflowJob.MatrixVariable}}} }}""")) };
        }

        var condition = HasPullRequests ? IsNoPullRequest : null;
        return [Checkout() with { Condition = condition }, build with { Condition = condition }];
    }

    /// <summary>Locks upstreams anew, and opens a pull request where one has moved.</summary>
    public WorkflowStep UpdateUpstreams() => new("Lock upstreams anew")
    {
        Variables = [.. Pairs(settings.Variables, "vars"), ("FORGE_TOKEN", "${{ secrets.FORGE_TOKEN }}")],
        Script = $"{settings.Script} UpdateUpstreams{Words(Limit())}\n",
    };

    // Who reaches the build host can do there what it likes: a pull request only when the user has made a key for that.
    private WorkflowStep Build(string name, ImmutableArray<string> targets, string[] words, ImmutableArray<string> secrets, bool isPullRequest = false)
    {
        var named = secrets.Select(s => s.Split('=')[0]).ToHashSet(StringComparer.Ordinal);
        var usesHost = settings.UsesBuildHost && (!isPullRequest || named.Contains(Key));
        string[] host = usesHost ? [.. new[] { Key, KnownHosts }.Where(s => !named.Contains(s))] : [];
        (string, string)[] address = usesHost ? [(Address, $$$"""${{ vars.{{{Address}}} }}""")] : [];
        string[] all = [.. words, .. settings.IsLocked ? (string[])["--locked"] : [], .. Limit()];
        var call = $"{settings.Script} {string.Join(' ', targets)}{Words(all)}{(usesHost ? " ${BUILD_HOST:+--remote}" : "")}\n";
        return new WorkflowStep(name)
        {
            Variables = [.. Pairs(settings.Variables, "vars"), .. address, .. Pairs(secrets, "secrets"), .. Pairs([.. host], "secrets")],
            Script = (usesHost && isPullRequest ? OnlyWithKeyScript : "") + (usesHost ? BuildHostScript : "") + call,
        };
    }

    private string[] Limit() => ["--time-limit", settings.TimeLimitMinutes.ToString(CultureInfo.InvariantCulture), .. settings.Arguments];

    private static string Words(string[] words) => string.Concat(words.Select(w => " " + w));

    private static IEnumerable<(string, string)> Pairs(ImmutableArray<string> pairs, string context) =>
        pairs.Select(p => p.Split('=')).Select(p => (p[0], $$$"""${{ {{{context}}}.{{{p[^1]}}} }}"""));
}
