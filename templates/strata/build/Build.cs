using System.Diagnostics;
using Nuke.Common;
using Strata.Graph;
using Strata.Targets;
using Strata.Targets.Components;
using Strata.Targets.Generated;
using Strata.Targets.Images;

// Pull requests build what they affect; main publishes. After a change here: ./build.sh GenerateWorkflows
[StrataBuild]
[GiteaActions("images",
    OnPushBranches = ["main"],
    OnPushTags = ["v*"],
    OnPullRequestBranches = ["main"],
    Locked = false,
    ImportVariables = ["REGISTRY"],
    ImportSecrets = ["REGISTRY_USER", "REGISTRY_TOKEN"],
    PullRequestSecrets = ["REGISTRY_USER=REGISTRY_READ_USER", "REGISTRY_TOKEN=REGISTRY_READ_TOKEN"])]
internal class Build : NukeBuild,
    IBuildImages, IPlanImages, IExplainImages, IPublishImages, IUpdateUpstreams, ILintImages, IRunEngine, IGenerateWorkflows, IComplete
{
    public static int Main() => Execute<Build>(x => ((IBuildImages)x).BuildAll);

    private static readonly Upstream Python = Upstream
        .Image("docker.io/library/python", "3.12-slim")
        .FromDebian("trixie", "python3", "python3-venv", "ca-certificates");

    private Target BaseRuntime => _ => _.Image(i => i
        .From(Python)
        .Version("v1.0.0")
        .Title("Base runtime")
        .Description("What every service stands on"));

    private Target SvcHello => _ => _.Image(i => i
        .From(BaseRuntime)
        .Title("Hello")
        .Description("Says hello")
        .Port(8000, published: 8101)
        .Health("/health"));

    private Target Test => _ => _
        .Description("Runs the services' tests, and checks the Dockerfiles and the generated files")
        .DependsOn(((ILintImages)this).Lint, ((IGenerateWorkflows)this).CheckWorkflows)
        .Executes(() =>
        {
            using var tests = Process.Start(new ProcessStartInfo("python3", ["-m", "unittest", "discover", "-s", "tests", "-t", "."]) { WorkingDirectory = RootDirectory / "services" / "svc-hello" })!;
            tests.WaitForExit();
            Assert.True(tests.ExitCode == 0, "tests of svc-hello failed");
        });
}
