using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Strata.Engine.Hosts;
using YamlDotNet.RepresentationModel;

namespace Strata.EndToEnd;

/// <summary>Runs a workflow's own steps, in order, as a runner of Gitea does: no terminal, secrets as variables of the one step, a workspace that starts empty.</summary>
/// <param name="server">The folder that stands for the forge: repositories are folders below it.</param>
/// <param name="repository">Owner and name of the repository.</param>
/// <param name="home">HOME of the runner.</param>
internal sealed partial class WorkflowRun(string server, string repository, string home)
{
    /// <summary>Values of <c>secrets.NAME</c>.</summary>
    public Dictionary<string, string> Secrets { get; } = [];

    /// <summary>Values of <c>vars.NAME</c>.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Variables that the runner's owner has set for all steps.</summary>
    public Dictionary<string, string?> More { get; } = [];

    /// <summary>Where the steps run; a runner that keeps its workspace finds it as it left it.</summary>
    public string Workspace { get; private set; } = Directory.CreateTempSubdirectory("strata-runner-").FullName;

    /// <summary>A copy whose compiled build program every new workspace gets, as from a runner's cache; then each job has a workspace of its own. Null for one workspace.</summary>
    public WorkingCopy? Cache { get; init; }

    /// <summary>Called before each job.</summary>
    public Action? OnJob { get; set; }

    /// <summary>Hears each line of all logs.</summary>
    public Action<string>? OnLine { get; set; }

    /// <summary>Runs all jobs, each behind those that it needs.</summary>
    /// <param name="file">The workflow, relative to the repository.</param>
    /// <param name="eventName">Such as <c>push</c>.</param>
    /// <param name="reference">Such as <c>refs/heads/main</c>.</param>
    public async Task<WorkflowResult> RunAsync(string file, string eventName, string reference)
    {
        var commit = (await GitAsync("rev-parse", reference)).Trim();
        var yaml = new YamlStream();
        yaml.Load(new StringReader(await GitAsync("show", $"{commit}:{file}")));
        var jobs = (YamlMappingNode)yaml.Documents[0].RootNode["jobs"];
        var result = new WorkflowResult();
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, job) in jobs.Children.Select(j => (j.Key.ToString(), (YamlMappingNode)j.Value)))
        {
            var needs = job.Children.TryGetValue("needs", out var needed) ? ((YamlSequenceNode)needed).Select(n => n.ToString()) : [];
            Assert.That(needs, Is.SubsetOf(done), $"job {id} comes before what it needs");
            var matrix = job.Children.TryGetValue("strategy", out var strategy) ? ((YamlSequenceNode)strategy["matrix"]["image"]).Select(v => (string?)v.ToString()) : [null];
            foreach (var value in matrix)
            {
                OnJob?.Invoke();
                if (Cache is not null)
                {
                    Directory.Delete(Workspace, recursive: true);
                    Workspace = Directory.CreateTempSubdirectory("strata-runner-").FullName;
                    Cache.CopyProgram(Workspace);
                }

                await RunAsync(job, value, eventName, reference, commit, result);
            }

            done.Add(id);
        }

        return result;
    }

    private async Task RunAsync(YamlMappingNode job, string? matrix, string eventName, string reference, string commit, WorkflowResult result)
    {
        // ssh asks the system for its user's home, whatever HOME says.
        var users = Path.Combine(home, "passwd");
        await File.WriteAllLinesAsync(users, (await File.ReadAllLinesAsync("/etc/passwd")).Select(l => l.Split(':') is ["root", .. var rest] ? $"root:{string.Join(':', rest[..^2])}:{home}:{rest[^1]}" : l));
        using var scratch = new TemporaryFolder();
        var summary = Path.Combine(scratch.Path, "summary.md");
        foreach (var step in ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>())
        {
            if (step.Children.TryGetValue("if", out var condition) && !IsTrue(condition.ToString(), eventName))
            {
                continue;
            }

            var environment = Environment(eventName, reference, commit, summary);
            foreach (var (name, value) in step.Children.TryGetValue("env", out var own) ? ((YamlMappingNode)own).Children.AsEnumerable() : [])
            {
                environment = environment.SetItem(name.ToString(), Expression().Replace(value.ToString(), m => Value(m.Groups[1].Value, matrix)));
            }

            Assert.That(step["shell"].ToString(), Is.EqualTo("bash"));
            Assert.That(step["run"].ToString(), Does.Not.Contain("${{"), "an expression in a script would be text that others can write");
            var script = Path.Combine(scratch.Path, "step.sh");
            await File.WriteAllTextAsync(script, step["run"].ToString());
            var log = new StringBuilder();
            var code = await new LocalHost().RunAsync(
                new Command("unshare", "--mount", "sh", "-c", "mount --bind \"$1\" /etc/passwd && exec bash --noprofile --norc -e -o pipefail \"$2\"", "sh", users, script) { WorkingDirectory = Workspace, Environment = environment },
                line =>
                {
                    log.AppendLine(line.Text);
                    OnLine?.Invoke(line.Text);
                },
                CancellationToken.None);
            result.Steps.Add((step["name"].ToString(), code, log.ToString()));
            if (code != 0)
            {
                break;
            }
        }

        result.Summary += File.Exists(summary) ? await File.ReadAllTextAsync(summary) : "";
    }

    private ImmutableDictionary<string, string?> Environment(string eventName, string reference, string commit, string summary) => new Dictionary<string, string?>
    {
        ["CI"] = "true",
        ["GITEA_ACTIONS"] = "true",
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_EVENT_NAME"] = eventName,
        ["GITHUB_REF"] = reference,
        ["GITHUB_REF_NAME"] = reference[(reference.IndexOf('/', 5) + 1)..],
        ["GITHUB_REPOSITORY"] = repository,
        ["GITHUB_SERVER_URL"] = "file://" + server,
        ["GITHUB_SHA"] = commit,
        ["GITHUB_STEP_SUMMARY"] = summary,
        ["GITHUB_WORKSPACE"] = Workspace,
        ["HOME"] = home,
        ["XDG_STATE_HOME"] = null,
        ["STRATA_PACKAGES"] = null,
        ["DOCKER_HOST"] = null,
        ["DOCKER_CONFIG"] = null,
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["TERM"] = null,
    }.ToImmutableDictionary().SetItems(More);

    private static bool IsTrue(string condition, string eventName) => condition switch
    {
        "github.event_name == 'pull_request'" => eventName == "pull_request",
        "github.event_name != 'pull_request'" => eventName != "pull_request",
        _ => throw new NotSupportedException($"the runner of the tests does not know the condition '{condition}'"),
    };

    // What nobody has set is empty, as on a real runner.
    private string Value(string expression, string? matrix) => expression.Split('.') switch
    {
        ["github", "token"] => "job-token",
        ["secrets", var name] => Secrets.GetValueOrDefault(name, ""),
        ["vars", var name] => Variables.GetValueOrDefault(name, ""),
        ["matrix", "image"] => matrix!,
        _ => throw new NotSupportedException($"the runner of the tests does not know '{expression}'"),
    };

    private async Task<string> GitAsync(params string[] arguments)
    {
        var answer = await new LocalHost().CaptureAsync(new Command("git", ["--git-dir", Path.Combine(server, repository), .. arguments]), CancellationToken.None);
        Assert.That(answer.ExitCode, Is.Zero, answer.Output);
        return answer.Output;
    }

    [GeneratedRegex(@"\$\{\{ ([a-zA-Z_.]+) \}\}")]
    private static partial Regex Expression();
}

/// <summary>What a run of a workflow left.</summary>
internal sealed class WorkflowResult
{
    /// <summary>The steps that ran, with exit codes and logs.</summary>
    public List<(string Name, int ExitCode, string Log)> Steps { get; } = [];

    /// <summary>The page of the run.</summary>
    public string Summary { get; set; } = "";

    /// <summary>All logs.</summary>
    public string Log => string.Concat(Steps.Select(s => $"== {s.Name}: exit code {s.ExitCode}\n{s.Log}"));
}
