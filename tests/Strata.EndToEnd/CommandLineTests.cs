using System.Text.Json;
using System.Xml.Linq;

namespace Strata.EndToEnd;

/// <summary>Looking at the graph as a user does, with a program for the runtime and one of native code: nothing is built, and no engine is needed.</summary>
[TestFixture("plain")]
[TestFixture("native")]
public sealed class CommandLineTests(string way)
{
    private WorkingCopy _copy = null!;

    [OneTimeSetUp]
    public async Task Clone() => _copy = await Clones.CreateAsync(way: way);

    [OneTimeTearDown]
    public void Remove() => _copy.Dispose();

    [Test]
    public async Task Help_shows_images_first_and_examples_that_work()
    {
        var call = await _copy.BuildAsync("--help", "--no-logo");
        Assert.That(call.ExitCode, Is.Zero, call.ToString());
        Assert.That(call.Output, Does.Match(@"Usage: \./build\.sh[\s\S]+Images:\s+BuildAll \(default\)[\s\S]+SvcRagRetriever[\s\S]+Views and tools:[\s\S]+This repository:[\s\S]+Compile[\s\S]+Examples:"));
    }

    [Test]
    public async Task Json_of_the_graph_is_all_that_stands_on_standard_output()
    {
        var call = await _copy.BuildAsync("Graph", "--format", "json", "--supply", "Debian");
        Assert.That(call.ExitCode, Is.Zero, call.ToString());
        using var json = JsonDocument.Parse(call.Output);
        Assert.That(json.RootElement.GetProperty("images").GetArrayLength(), Is.GreaterThanOrEqualTo(5));
    }

    [TestCase("svg", "</svg>")]
    [TestCase("dot", "digraph")]
    [TestCase("mermaid", "flowchart LR")]
    public async Task Drawings_go_to_standard_output(string format, string text)
    {
        var call = await _copy.BuildAsync("Graph", "--format", format, "--supply", "Debian");
        Assert.That(call.ExitCode, Is.Zero, call.ToString());
        Assert.That(call.Output, Does.Contain(text).And.Not.Contain("NUKE"));
    }

    [Test]
    public async Task Page_of_the_graph_is_written_and_named()
    {
        var call = await _copy.BuildAsync("Graph", "--format", "html", "--supply", "Debian");
        Assert.That(call.ExitCode, Is.Zero, call.ToString());
        Assert.That(File.ReadAllText(Path.Combine(_copy.Directory, call.Output.Trim())), Does.Contain("svc-rag-retriever").And.EndWith("</html>\n"));
    }

    [Test]
    public async Task Plan_without_a_desktop_says_where_its_page_is_and_exits_0()
    {
        var call = await _copy.BuildAsync("SvcRagRetriever", "--plan", "--supply", "Debian");
        Assert.That(call.ExitCode, Is.Zero, call.ToString());
        Assert.That(call.Output, Does.Match(@"1  BaseRuntime\s+2  BaseMl\s+depends on BaseRuntime\s+3  SvcRagRetriever").And.Contain(".nuke/temp/execution-plan.html"));
        Assert.That(File.ReadAllText(Path.Combine(_copy.Directory, ".nuke/temp/execution-plan.html")), Does.Contain("images.html"));
        Assert.That(File.Exists(Path.Combine(_copy.Directory, ".nuke/temp/images.html")), Is.True);
    }

    [TestCase("svc-rag-retriever")]
    [TestCase("SvcRagRetriever")]
    public async Task Explain_shows_where_an_image_is_declared_and_what_it_stands_on(string image)
    {
        var call = await _copy.BuildAsync("Explain", "--image", image, "--supply", "Debian");
        Assert.That(call.ExitCode, Is.Zero, call.ToString());
        Assert.That(call.Output, Does.Match(@"declared +build/Build\.Images\.cs:\d+ \(target SvcRagRetriever\)").And.Match("parents +base-ml").And.Match("ports +:8102 -> 8000"));
    }

    [TestCase("did you mean 'svc-rag-retriever'?", "Explain", "--image", "svc-rag-retreiver")]
    [TestCase("add --image", "Explain")]
    [TestCase("--format takes text, json, not 'jsno'; did you mean 'json'?", "Explain", "--image", "router", "--format", "jsno")]
    [TestCase("--format takes text, json, mermaid, dot, svg, html, not 'png'", "Graph", "--format", "png")]
    [TestCase("--shell takes bash, zsh, fish, powershell, not 'tcsh'", "Completion", "--shell", "tcsh")]
    public async Task Wrong_usage_exits_2(string message, params string[] arguments)
    {
        var call = await _copy.BuildAsync([.. arguments, "--supply", "Debian"]);
        Assert.That(call.ExitCode, Is.EqualTo(2), call.ToString());
        Assert.That(call.Output + call.Error, Does.Contain(message));
    }

    [Test]
    public async Task Committed_schema_is_current()
    {
        var written = await File.ReadAllTextAsync(Path.Combine(_copy.Directory, ".nuke/build.schema.json"));
        var committed = await File.ReadAllTextAsync(Path.Combine(Repository.Root, ".nuke/build.schema.json"));
        Assert.That(committed, Is.EqualTo(written), "run ./build.sh --help and commit .nuke/build.schema.json");
    }

    [Test]
    public async Task Images_and_parameters_are_completed_right_after_compiling()
    {
        Assert.That((await _copy.BuildAsync(":complete", "Explain", "--image", "svc-rag-re")).Output.Trim(), Is.EqualTo("svc-rag-retriever"));
        Assert.That((await _copy.BuildAsync(":complete", "Plan", "--sup")).Output.Trim(), Is.EqualTo("--supply"));
        Assert.That((await _copy.BuildAsync(":complete", "svcragre")).Output.Trim(), Is.EqualTo("SvcRagRetriever"));
    }

    [Test]
    public async Task Lint_of_the_stack_is_clean()
    {
        var call = await _copy.BuildAsync("Lint");
        Assert.That(call.ExitCode, Is.Zero, call.ToString());
        Assert.That(call.Output, Does.Contain("lint: no findings"));
    }

    [Test]
    public async Task Lint_of_a_second_torch_ends_with_exit_code_3_and_every_format_tells_it()
    {
        const string Requirements = "docker/svc-rag-retriever/requirements.planted.txt";
        var dockerfile = Path.Combine(_copy.Directory, "docker/svc-rag-retriever/Dockerfile");
        var original = File.ReadAllText(dockerfile);
        File.WriteAllText(Path.Combine(_copy.Directory, Requirements), "# What only the retriever needs.\ntorch==2.5.1\n");
        File.WriteAllText(dockerfile, original.Insert(original.LastIndexOf("USER 10001:10001", StringComparison.Ordinal),
            $"USER 0:0\nRUN --mount=type=bind,source={Requirements},target=/run/planted.txt --mount=type=cache,id=strata-uv,target=/root/.cache/uv \\\n    uv pip install --system --link-mode=copy --compile-bytecode --requirement /run/planted.txt\n"));
        var text = await _copy.BuildAsync("Lint");
        Assert.That(text.ExitCode, Is.EqualTo(3), text.ToString());
        Assert.That(text.Output, Does.Contain($"{Requirements}:2:1: error ST094: a second copy of 'torch'").And.Contain("    torch==2.5.1\n    ^"));

        var sarif = await _copy.BuildAsync("Lint", "--format", "sarif");
        Assert.That(sarif.ExitCode, Is.EqualTo(3), sarif.ToString());
        using (var log = JsonDocument.Parse(sarif.Output))
        {
            var result = log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Single(r => r.GetProperty("ruleId").GetString() == "ST094");
            var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            Assert.That(place.GetProperty("artifactLocation").GetProperty("uri").GetString(), Is.EqualTo(Requirements));
            Assert.That(place.GetProperty("region").GetProperty("startLine").GetInt32(), Is.EqualTo(2));
        }

        using (var json = JsonDocument.Parse((await _copy.BuildAsync("Lint", "--format", "json")).Output))
        {
            Assert.That(json.RootElement.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("rule").GetString()), Does.Contain("ST094"));
        }

        var suites = XDocument.Parse((await _copy.BuildAsync("Lint", "--format", "junit")).Output);
        Assert.That(suites.Descendants("failure").Select(f => (string?)f.Attribute("message")), Has.Some.StartsWith("a second copy of 'torch'"));
        File.WriteAllText(dockerfile, original);
        File.Delete(Path.Combine(_copy.Directory, Requirements));
    }
}
