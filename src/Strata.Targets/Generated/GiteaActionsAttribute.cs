using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Utilities;
using Strata.Workflows;

namespace Strata.Targets.Generated;

/// <summary>
/// Makes <c>.gitea/workflows/NAME.yml</c> from the build: <c>GenerateWorkflows</c> writes it, <c>CheckWorkflows</c> holds it against the build.
/// </summary>
/// <remarks>It also is a configuration of Nuke's (<c>--generate-configuration</c>), but is never written at the start of a call: that would ask for a key.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class GiteaActionsAttribute : ConfigurationAttributeBase
{
    /// <summary>Makes a workflow.</summary>
    /// <param name="name">Its name and its file's.</param>
    public GiteaActionsAttribute(string name)
    {
        Name = name;
        AutoGenerate = false;
    }

    /// <summary>Its name and its file's.</summary>
    public string Name { get; }

    /// <summary>Branches whose pushes start it.</summary>
    public string[] OnPushBranches { get; set; } = [];

    /// <summary>Tags whose pushes start it, such as <c>v*</c>.</summary>
    public string[] OnPushTags { get; set; } = [];

    /// <summary>Branches whose pull requests start it: these build what is affected, and publish nothing.</summary>
    public string[] OnPullRequestBranches { get; set; } = [];

    /// <summary>When it runs by itself, in cron's five fields, UTC; null for never.</summary>
    public string? OnCronSchedule { get; set; }

    /// <summary>People can start it by hand. Default is true.</summary>
    public bool OnWorkflowDispatch { get; set; } = true;

    /// <summary>When upstreams are locked anew, in cron's five fields, UTC: a second workflow, <c>NAME-upstreams</c>; null for never.</summary>
    public string? UpstreamSchedule { get; set; }

    /// <summary>The label of the runners that take it. Default is <c>ubuntu-latest</c>.</summary>
    public string RunsOn { get; set; } = "ubuntu-latest";

    /// <summary>What it invokes, except for pull requests. Default is <c>PublishAll</c>.</summary>
    public string[] InvokedTargets { get; set; } = ["PublishAll"];

    /// <summary>What it invokes for pull requests. Default is <c>BuildAll</c>.</summary>
    public string[] PullRequestTargets { get; set; } = ["BuildAll"];

    /// <summary>Further words of the command line, such as <c>--supply</c> and <c>Debian</c>.</summary>
    public string[] Arguments { get; set; } = [];

    /// <summary>Fail where the lock of upstreams would have to change. Default is true.</summary>
    public bool Locked { get; set; } = true;

    /// <summary>Secrets that the publishing step gets: <c>REGISTRY_TOKEN</c>, or <c>REGISTRY_TOKEN=NAME_OF_SECRET</c>.</summary>
    public string[] ImportSecrets { get; set; } = [];

    /// <summary>Secrets that the step for pull requests gets: ones that can only read.</summary>
    public string[] PullRequestSecrets { get; set; } = [];

    /// <summary>Variables of the repository that building steps get: <c>REGISTRY</c>, or <c>REGISTRY=NAME_OF_VARIABLE</c>.</summary>
    public string[] ImportVariables { get; set; } = [];

    /// <summary>Build on the host of the repository's variable BUILD_HOST, where it has one, with the secrets SSH_KEY and SSH_KNOWN_HOSTS.</summary>
    public bool BuildHost { get; set; }

    /// <summary>One job, or jobs by layer. Default is one.</summary>
    public JobLayout Layout { get; set; } = JobLayout.OneJob;

    /// <summary>Minutes after which the tool ends its own work. Default is 60.</summary>
    public int TimeoutMinutes { get; set; } = 60;

    /// <summary>The oldest Gitea that runs it, such as <c>1.24</c>: keys that it ignores are left out; null writes them all.</summary>
    public string? GiteaVersion { get; set; }

    /// <summary>An action that checks out, with its full commit id; null for git itself.</summary>
    public string? CheckoutAction { get; set; }

    /// <summary>Write the same workflow for GitHub, too: <c>.github/workflows/NAME.yml</c>.</summary>
    public bool GitHub { get; set; }

    /// <inheritdoc/>
    public override string IdPostfix => Name;

    /// <inheritdoc/>
    public override Type HostType => typeof(GiteaActions);

    /// <inheritdoc/>
    public override AbsolutePath ConfigurationFile => Build.RootDirectory / ".gitea" / "workflows" / $"{Name}.yml";

    /// <inheritdoc/>
    public override IEnumerable<AbsolutePath> GeneratedFiles => Files(StrataSession.Of(Build)).Select(f => Build.RootDirectory / f.Path);

    /// <inheritdoc/>
    public override IEnumerable<string> RelevantTargetNames => InvokedTargets;

    /// <inheritdoc/>
    public override IEnumerable<string> IrrelevantTargetNames => [];

    /// <inheritdoc/>
    public override CustomFileWriter CreateWriter(StreamWriter streamWriter) => new(streamWriter, 2, "#");

    /// <inheritdoc/>
    public override ConfigurationEntity GetConfiguration(IReadOnlyCollection<ExecutableTarget> relevantTargets) => new GeneratedConfiguration(StrataSession.Of(Build), Files);

    /// <summary>Nuke's own heading goes nowhere: it names commands that would write the file with that heading, and so differ from what is committed.</summary>
    protected override StreamWriter CreateStream() => new(Stream.Null);

    /// <summary>The workflows' files.</summary>
    internal IEnumerable<GeneratedFile> Files(StrataSession session)
    {
        // A runner would be the first to say so.
        var unknown = InvokedTargets.Concat(PullRequestTargets).Except(session.ListedTargets.Select(t => t.Name), StringComparer.OrdinalIgnoreCase).ToList();
        if (unknown.Count > 0)
        {
            throw new DefinitionException(new Problem($"workflow '{Name}'", $"the build has no target '{unknown[0]}'", Spelling.Suggestion(unknown[0], session.ListedTargets.Select(t => t.Name))));
        }

        Forge[] forges = GitHub ? [Forge.Gitea, Forge.GitHub] : [Forge.Gitea];
        foreach (var forge in forges)
        {
            var settings = Settings(forge);
            yield return ImageWorkflow.File(ImageWorkflow.Create(settings, session.DeclaredGraph), forge);
            if (ImageWorkflow.CreateForUpstreams(settings) is { } upstreams)
            {
                yield return ImageWorkflow.File(upstreams, forge);
            }
        }
    }

    private WorkflowSettings Settings(Forge forge) => new(Name)
    {
        Forge = forge,
        Gitea = forge == Forge.Gitea && GiteaVersion is { } version ? Workflows.GiteaVersion.Parse(version) : null,
        Layout = Layout,
        Triggers = new WorkflowTriggers
        {
            PushBranches = [.. OnPushBranches],
            PushTags = [.. OnPushTags],
            PullRequestBranches = [.. OnPullRequestBranches],
            Schedules = OnCronSchedule is { } cron ? [cron] : [],
            IsManual = OnWorkflowDispatch,
        },
        Runner = RunsOn,
        Targets = [.. InvokedTargets],
        PullRequestTargets = [.. PullRequestTargets],
        IsLocked = Locked,
        Arguments = [.. Arguments],
        Secrets = [.. ImportSecrets],
        PullRequestSecrets = [.. PullRequestSecrets],
        Variables = [.. ImportVariables],
        UsesBuildHost = BuildHost,
        TimeLimitMinutes = TimeoutMinutes,
        CheckoutAction = CheckoutAction,
        UpstreamSchedule = UpstreamSchedule,
    };
}
