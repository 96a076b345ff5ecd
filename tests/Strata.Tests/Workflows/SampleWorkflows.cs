using Strata.Workflows;

namespace Strata.Tests.Workflows;

/// <summary>Workflows with all that there is in them.</summary>
internal static class SampleWorkflows
{
    public const string Graph = "base-runtime =v1 <- python; base-ml =v1 <- base-runtime; svc-a <- base-ml; svc-b <- base-ml; svc-c <- base-runtime; router <- python";

    public static readonly WorkflowSettings Plain = new("images") { Triggers = new WorkflowTriggers { PushBranches = ["main"] } };

    public static readonly WorkflowSettings Full = new("images")
    {
        Triggers = new WorkflowTriggers { PushBranches = ["main"], PushTags = ["v*"], PullRequestBranches = ["main"], Schedules = ["0 2 * * *"], IsManual = true },
        Runner = "build",
        Arguments = ["--supply", "Hub"],
        Secrets = ["REGISTRY_USER", "REGISTRY_TOKEN"],
        PullRequestSecrets = ["REGISTRY_TOKEN=REGISTRY_READ_TOKEN"],
        Variables = ["REGISTRY"],
        UsesBuildHost = true,
        UpstreamSchedule = "17 3 * * 1",
    };

    public static readonly WorkflowSettings Layers = Full with { Name = "layers", Layout = JobLayout.Layers };

    public static readonly WorkflowSettings Trusting = Full with
    {
        Name = "trusting",
        PullRequestSecrets = ["REGISTRY_TOKEN=REGISTRY_READ_TOKEN", "SSH_KEY=SSH_PULL_REQUEST_KEY"],
        CheckoutAction = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8",
    };

    public static readonly WorkflowSettings[] All = [Plain, Full, Layers, Trusting];

    public static string Render(WorkflowSettings settings) => ImageWorkflow.File(ImageWorkflow.Create(settings, Testing.Graphs.Create(Graph)), settings.Forge).Text;

    /// <summary>All files that the settings lead to.</summary>
    public static IEnumerable<string> Files(WorkflowSettings settings)
    {
        yield return Render(settings);
        if (ImageWorkflow.CreateForUpstreams(settings) is { } upstreams)
        {
            yield return WorkflowYaml.Render(upstreams);
        }
    }
}
