using FsCheck;
using FsCheck.Fluent;
using Strata.Graph;
using Strata.Testing;
using Strata.Tests.Reports;
using Strata.Workflows;

namespace Strata.Tests.Workflows;

public class ImageWorkflowTests
{
    [TestCase("workflow.plain.yml.txt", 0)]
    [TestCase("workflow.full.yml.txt", 1)]
    [TestCase("workflow.layers.yml.txt", 2)]
    public void Text_is_as_committed(string golden, int settings) => Golden.Expect(golden, SampleWorkflows.Render(SampleWorkflows.All[settings]));

    [Test]
    public void Upstreams_have_a_workflow_of_their_own_when_there_is_a_schedule()
    {
        Golden.Expect("workflow.upstreams.yml.txt", WorkflowYaml.Render(ImageWorkflow.CreateForUpstreams(SampleWorkflows.Full)!));
        Assert.That(ImageWorkflow.CreateForUpstreams(SampleWorkflows.Plain), Is.Null);
    }

    [Test]
    public void Same_workflow_goes_to_both_forges()
    {
        var (gitea, github) = (File(Forge.Gitea), File(Forge.GitHub));
        Assert.That((gitea.Path, github.Path), Is.EqualTo((".gitea/workflows/images.yml", ".github/workflows/images.yml")));
        Assert.That(github.Text, Is.EqualTo(gitea.Text));

        static GeneratedFile File(Forge forge) => ImageWorkflow.File(ImageWorkflow.Create(SampleWorkflows.Full with { Forge = forge }, Graphs.Create(SampleWorkflows.Graph)), forge);
    }

    [Test]
    public void One_job_does_not_change_with_the_graph() =>
        Assert.That(
            ImageWorkflow.Create(SampleWorkflows.Full, Graphs.Create("one")).Jobs.Single().Steps,
            Is.EqualTo(ImageWorkflow.Create(SampleWorkflows.Full, Graphs.Create(SampleWorkflows.Graph)).Jobs.Single().Steps).Using<WorkflowStep>((a, b) => a.Name == b.Name && a.Script == b.Script));

    [Test]
    public void Jobs_by_layer_need_what_the_graph_says()
    {
        var jobs = ImageWorkflow.Create(SampleWorkflows.Layers, Graphs.Create(SampleWorkflows.Graph)).Jobs;

        Assert.That(jobs.Select(j => $"{j.Id}: {string.Join(' ', j.Needs)} [{string.Join(' ', j.Matrix)}]"), Is.EqualTo(new[]
        {
            "base-runtime:  []",
            "base-ml: base-runtime []",
            "on-base-ml: base-ml [SvcA SvcB]",
            "on-base-runtime: base-runtime []",
            "standalone:  []",
            "publish: base-runtime base-ml on-base-ml on-base-runtime standalone []",
        }));
    }

    [Test]
    public void Every_image_has_its_place_in_the_jobs_by_layer_and_every_job_comes_after_what_it_needs() => Prop.ForAll<int>(
        ArbMap.Default.ArbFor<int>(),
        count =>
        {
            var graph = Graphs.Create(Graphs.Layered(2 + (Math.Abs(count % 60))));
            var jobs = ImageWorkflow.Create(SampleWorkflows.Layers, graph).Jobs;
            var seen = new HashSet<string>();
            var inOrder = jobs.All(j => j.Needs.All(seen.Contains) && seen.Add(j.Id));
            var built = jobs.SelectMany(j => j.Matrix).Concat(graph.Images.Select(i => i.Target).Where(t => jobs.Any(j => j.Steps.Any(s => s.Script?.Contains($" {t} --push") == true)))).ToList();
            return inOrder && built.Order().SequenceEqual(graph.Images.Select(i => i.Target).Order());
        }).Check(Config.QuickThrowOnFailure);

    [Test]
    public void Image_named_as_a_job_of_ours_gets_along_with_it()
    {
        var jobs = ImageWorkflow.Create(SampleWorkflows.Layers, Graphs.Create("publish; standalone <- publish; leaf <- standalone; alone")).Jobs;
        Assert.That(jobs.Select(j => j.Id), Is.Unique);
    }

    [Test]
    public void Pull_request_gets_no_secret_that_publishes()
    {
        foreach (var settings in new[] { SampleWorkflows.Full, SampleWorkflows.Layers })
        {
            var steps = ImageWorkflow.Create(settings, Graphs.Create(SampleWorkflows.Graph)).Jobs.SelectMany(j => j.Steps).ToList();
            var publishing = steps.Where(s => s.Variables.Any(v => v.Value == "${{ secrets.REGISTRY_TOKEN }}")).ToList();
            Assert.That(publishing, Is.Not.Empty);
            Assert.That(publishing.Select(s => s.Condition), Has.All.EqualTo("github.event_name != 'pull_request'"));
            Assert.That(steps.Where(s => s.Condition == "github.event_name == 'pull_request'").Select(s => s.Script), Has.None.Contain("--push").And.None.Contain("PublishAll"));
        }
    }

    [Test]
    public void Pull_request_reaches_the_build_host_only_with_a_key_of_its_own()
    {
        Assert.That(PullRequest(SampleWorkflows.Full).Script, Does.Not.Contain("--remote"));
        Assert.That(PullRequest(SampleWorkflows.Full).Variables.Select(v => v.Name), Has.None.StartWith("SSH_").And.None.EqualTo("BUILD_HOST"));

        // Those of forks get no secret, and so are built on the runner.
        var trusting = PullRequest(SampleWorkflows.Trusting);
        Assert.That(trusting.Script, Does.StartWith("[ -n \"$SSH_KEY\" ] || BUILD_HOST=\n").And.EndWith(" ${BUILD_HOST:+--remote}\n"));
        Assert.That(trusting.Variables, Does.Contain(("SSH_KEY", "${{ secrets.SSH_PULL_REQUEST_KEY }}")));

        static WorkflowStep PullRequest(WorkflowSettings settings) =>
            ImageWorkflow.Create(settings, Graphs.Create("one")).Jobs.Single().Steps.Single(s => s.Condition == "github.event_name == 'pull_request'");
    }

    [Test]
    public void Secrets_stand_in_the_environment_of_one_step_and_in_no_script()
    {
        foreach (var text in SampleWorkflows.All.SelectMany(SampleWorkflows.Files))
        {
            foreach (var line in text.Split('\n').Where(l => l.Contains("${{")))
            {
                Assert.That(line, Does.Match(@"^          [A-Z_]+: \$\{\{ (github\.token|(secrets|vars)\.[A-Z_]+|matrix\.image) \}\}$|^  group: "));
            }
        }
    }

    [TestCase("im/ages", "its name is its file's")]
    [TestCase("runner", "'[self-hosted, linux]' is no label of a runner")]
    [TestCase("secret", "no forge lets a secret be named 'GITEA_PASSWORD'")]
    [TestCase("pair", "'REGISTRY TOKEN' is neither a name nor VARIABLE=NAME")]
    [TestCase("action", "'actions/checkout@v4' is not fixed")]
    [TestCase("cron", "'weekly' is no schedule")]
    [TestCase("limit", "a time limit of 0 minutes is none")]
    [TestCase("trigger", "nothing starts it")]
    public void What_no_forge_takes_is_told(string wrong, string message)
    {
        var plain = SampleWorkflows.Plain;
        var settings = wrong switch
        {
            "im/ages" => plain with { Name = "im/ages" },
            "runner" => plain with { Runner = "[self-hosted, linux]" },
            "secret" => plain with { Secrets = ["REGISTRY_TOKEN=GITEA_PASSWORD"] },
            "pair" => plain with { Secrets = ["REGISTRY TOKEN"] },
            "action" => plain with { CheckoutAction = "actions/checkout@v4" },
            "cron" => plain with { UpstreamSchedule = "weekly" },
            "limit" => plain with { TimeLimitMinutes = 0 },
            _ => plain with { Triggers = new WorkflowTriggers() },
        };
        Assert.That(() => ImageWorkflow.Create(settings, Graphs.Create("one")), Throws.TypeOf<DefinitionException>().With.Message.Contains(message));
    }

    [Test]
    public void Action_with_its_commit_takes_the_place_of_git()
    {
        const string action = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8";
        var text = SampleWorkflows.Render(SampleWorkflows.Plain with { CheckoutAction = action });
        Assert.That(text, Does.Contain($"uses: {action}").And.Contain("persist-credentials: 'false'").Or.Contain("persist-credentials: false").And.Not.Contain("git fetch"));
    }
}
