using System.Collections.Immutable;

namespace Strata.Workflows;

/// <summary>What a user says about a workflow; all else comes from the graph.</summary>
/// <param name="Name">The workflow's name and its file's, such as <c>images</c>.</param>
public sealed record WorkflowSettings(string Name)
{
    /// <summary>Whose runners run it.</summary>
    public Forge Forge { get; init; } = Forge.Gitea;

    /// <summary>The oldest Gitea that runs it: keys that this one ignores are left out; null writes all keys.</summary>
    public GiteaVersion? Gitea { get; init; }

    /// <summary>How the work is cut into jobs.</summary>
    public JobLayout Layout { get; init; } = JobLayout.OneJob;

    /// <summary>When it runs.</summary>
    public WorkflowTriggers Triggers { get; init; } = new();

    /// <summary>The runner's label: one word.</summary>
    public string Runner { get; init; } = "ubuntu-latest";

    /// <summary>What it invokes, except for pull requests.</summary>
    public ImmutableArray<string> Targets { get; init; } = ["PublishAll"];

    /// <summary>What it invokes for pull requests, which publish nothing.</summary>
    public ImmutableArray<string> PullRequestTargets { get; init; } = ["BuildAll"];

    /// <summary>Fail where the lock of upstreams would have to change.</summary>
    public bool IsLocked { get; init; } = true;

    /// <summary>Further words of the command line, such as <c>--supply Debian</c>.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Secrets that the publishing step gets, as variables: <c>REGISTRY_TOKEN</c>, or <c>REGISTRY_TOKEN=NAME_OF_SECRET</c>.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>Secrets that the step for pull requests gets: ones that can only read, as a pull request may change what runs.</summary>
    public ImmutableArray<string> PullRequestSecrets { get; init; } = [];

    /// <summary>Variables of the repository that every building step gets: <c>REGISTRY</c>, or <c>REGISTRY=NAME_OF_VARIABLE</c>.</summary>
    public ImmutableArray<string> Variables { get; init; } = [];

    /// <summary>Build on the host of the variable BUILD_HOST where the repository has one, with the secrets SSH_KEY and SSH_KNOWN_HOSTS.</summary>
    public bool UsesBuildHost { get; init; }

    /// <summary>Minutes after which the tool ends its own work.</summary>
    public int TimeLimitMinutes { get; init; } = 60;

    /// <summary>An action that checks the sources out, with its full commit id; null for git itself, which every runner and every Gitea has.</summary>
    public string? CheckoutAction { get; init; }

    /// <summary>When upstreams are locked anew, in cron's five fields, UTC; null for never.</summary>
    public string? UpstreamSchedule { get; init; }

    /// <summary>The command that a runner calls, relative to the repository root.</summary>
    public string Script { get; init; } = "./build.sh";
}
