using Strata.Testing;
using Strata.Workflows;

namespace Strata.Targets.Tests.Generated;

public class PublicCheckTests
{
    [Test]
    public async Task Actionlint_and_the_public_schema_accept_every_generated_workflow()
    {
        using var folder = new TemporaryFolder();
        var files = new List<string>();
        var triggers = new WorkflowTriggers { PushBranches = ["main"], PushTags = ["v*"], PullRequestBranches = ["main"], Schedules = ["0 2 * * *"], IsManual = true };
        foreach (var layout in Enum.GetValues<JobLayout>())
        {
            var settings = new WorkflowSettings($"images-{layout}")
            {
                Layout = layout,
                Triggers = triggers,
                Secrets = ["REGISTRY_USER", "REGISTRY_TOKEN"],
                PullRequestSecrets = ["REGISTRY_TOKEN=REGISTRY_READ_TOKEN", "SSH_KEY=SSH_PULL_REQUEST_KEY"],
                Variables = ["REGISTRY"],
                UsesBuildHost = true,
                UpstreamSchedule = "17 3 * * 1",
            };
            Workflow[] workflows = [ImageWorkflow.Create(settings, Graphs.Create("base <- python; ml <- base; a <- ml; b <- ml; c <- base; d")), ImageWorkflow.CreateForUpstreams(settings)!];
            foreach (var workflow in workflows)
            {
                files.Add(Path.Combine(folder.Path, workflow.Name + ".yml"));
                await File.WriteAllTextAsync(files[^1], WorkflowYaml.Render(workflow));
            }
        }

        files.AddRange(Directory.EnumerateFiles(Path.Combine(Repository.Root, ".gitea", "workflows")));
        files.AddRange(Directory.EnumerateFiles(Path.Combine(Repository.Root, "templates", "strata", ".gitea", "workflows")));
        Assert.That(await PublicChecks.RunAsync(files), Is.EqualTo($"checked {files.Count}\n"));
    }

    [Test]
    public async Task They_find_what_is_wrong()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "wrong.yml");
        await File.WriteAllTextAsync(file, "name: wrong\non:\n  push: {}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    needs: [b]\n    steps:\n      - run: echo ${{ secret.X }}\n        unknown: 1\n");
        var found = await PublicChecks.RunAsync([file]);
        Assert.That(found, Does.Contain("actionlint ").And.Contain("schema "));
    }
}
