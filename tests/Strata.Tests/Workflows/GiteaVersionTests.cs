using Strata.Testing;
using Strata.Workflows;
using YamlDotNet.RepresentationModel;

namespace Strata.Tests.Workflows;

/// <summary>No workflow relies on a key that a supported Gitea ignores: what is ignored has something of the tool's that stands in for it.</summary>
public class GiteaVersionTests
{
    // From Gitea's pages "Compared to GitHub Actions" of each release: the first release that heeds a key; null for none so far.
    private static readonly Dictionary<string, GiteaVersion?> Since = new()
    {
        ["concurrency"] = new(1, 26),
        ["permissions"] = new(1, 26),
        ["jobs.*.timeout-minutes"] = new(1, 27),
        ["run-name"] = new(1, 25),
        ["jobs.*.continue-on-error"] = new(1, 27),
        ["jobs.*.environment"] = null,
    };

    // Heeded by all of them, in the form that is checked below.
    private static readonly HashSet<string> Always =
    [
        "name", "on", "on.push", "on.push.branches", "on.push.tags", "on.pull_request", "on.pull_request.branches", "on.schedule", "on.schedule.cron", "on.workflow_dispatch",
        "jobs", "jobs.*", "jobs.*.name", "jobs.*.needs", "jobs.*.runs-on", "jobs.*.strategy", "jobs.*.strategy.fail-fast", "jobs.*.strategy.matrix", "jobs.*.strategy.matrix.image",
        "jobs.*.steps", "jobs.*.steps.name", "jobs.*.steps.if", "jobs.*.steps.env", "jobs.*.steps.env.*", "jobs.*.steps.shell", "jobs.*.steps.run",
        "jobs.*.steps.uses", "jobs.*.steps.with", "jobs.*.steps.with.fetch-depth", "jobs.*.steps.with.persist-credentials",
        "concurrency.group", "concurrency.cancel-in-progress", "permissions.contents",
    ];

    // What does the work of a key where it is ignored.
    private static readonly Dictionary<string, Func<string, bool>> StandIns = new()
    {
        ["concurrency"] = _ => true, // Calls that publish wait for each other on a lock of the machine that builds: WorkflowTests.
        ["jobs.*.timeout-minutes"] = text => text.Split('\n').Where(l => l.Contains("./build.sh ") && !l.StartsWith('#')).All(l => l.Contains("--time-limit ")),
        ["permissions"] = text => !text.Contains("write"), // It only takes rights away, and nothing asks for more.
    };

    private static IEnumerable<string> Versions => Enumerable.Range(22, 6).Select(minor => $"1.{minor}");

    [TestCaseSource(nameof(Versions))]
    public void Nothing_is_relied_on_that_it_ignores(string version)
    {
        var gitea = GiteaVersion.Parse(version);
        foreach (var text in SampleWorkflows.All.SelectMany(SampleWorkflows.Files))
        {
            foreach (var key in Keys(text).Where(k => !Always.Contains(k)))
            {
                Assert.That(Since, Does.ContainKey(key), $"nobody knows which Gitea heeds '{key}'");
                var isHeeded = Since[key] is { } since && gitea.CompareTo(since) >= 0;
                Assert.That(isHeeded || (StandIns.TryGetValue(key, out var standIn) && standIn(text)), Is.True, $"Gitea {version} ignores '{key}', and nothing stands in for it");
            }
        }
    }

    [TestCaseSource(nameof(Versions))]
    public void Named_version_gets_no_key_that_it_ignores(string version)
    {
        var gitea = GiteaVersion.Parse(version);
        foreach (var text in SampleWorkflows.All.SelectMany(s => SampleWorkflows.Files(s with { Gitea = gitea })))
        {
            Assert.That(Keys(text).Where(k => Since.TryGetValue(k, out var since) && (since is null || gitea.CompareTo(since) < 0)), Is.Empty);
            Assert.That(Keys(text), Does.Contain("jobs.*.steps.run"));
        }
    }

    [Test]
    public void Runner_is_one_label_and_no_job_has_a_condition_or_hands_values_on()
    {
        foreach (var text in SampleWorkflows.All.SelectMany(SampleWorkflows.Files))
        {
            var jobs = (YamlMappingNode)Read(text)["jobs"];
            foreach (var job in jobs.Children.Values.Cast<YamlMappingNode>())
            {
                Assert.That(job["runs-on"], Is.TypeOf<YamlScalarNode>());
                Assert.That(job.Children.Keys.Select(k => k.ToString()), Has.None.Matches<string>(k => k is "if" or "outputs" or "container" or "services" or "uses"));
            }

            foreach (var word in new[] { "hashFiles", "fromJson", "artifact", "GITHUB_OUTPUT", "gha", "secrets.GITEA_TOKEN", "GITHUB_STEP_SUMMARY" })
            {
                Assert.That(text, Does.Not.Contain(word));
            }
        }
    }

    [TestCase("1.21", "is older than 1.22")]
    [TestCase("newest", "is no version of Gitea")]
    public void Other_versions_are_told(string version, string message) =>
        Assert.That(() => GiteaVersion.Parse(version), Throws.TypeOf<DefinitionException>().With.Message.Contains(message));

    [Test]
    public void Versions_are_ordered_by_number() => Assert.That(new GiteaVersion(1, 100).CompareTo(new GiteaVersion(1, 27)), Is.Positive);

    private static YamlMappingNode Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    // Names that users give (of jobs, of variables) are a star.
    private static HashSet<string> Keys(string text)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        Walk(Read(text), "");
        return keys;

        void Walk(YamlNode node, string path)
        {
            switch (node)
            {
                case YamlMappingNode map:
                    foreach (var (name, value) in map.Children)
                    {
                        var key = path is "jobs" || path.EndsWith(".env", StringComparison.Ordinal) ? "*" : name.ToString();
                        var full = path.Length == 0 ? key : $"{path}.{key}";
                        keys.Add(full);
                        Walk(value, full);
                    }

                    break;
                case YamlSequenceNode list:
                    foreach (var item in list)
                    {
                        Walk(item, path);
                    }

                    break;
            }
        }
    }
}
