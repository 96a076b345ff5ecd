using System.Text.Json;
using System.Xml.Linq;

namespace Strata.EndToEnd;

/// <summary>Linting as a user and a CI do it; no engine is needed.</summary>
public sealed class LintTests
{
    private const string Requirements = "docker/svc-rag-retriever/requirements.txt";

    private WorkingCopy _copy = null!;

    [OneTimeSetUp]
    public async Task Clone() => _copy = await WorkingCopy.CreateAsync();

    [OneTimeTearDown]
    public void Remove()
    {
        _copy.Dispose();
        Directory.Delete(_copy.Home, recursive: true);
    }

    [Test, Order(1)]
    public async Task The_stack_is_clean()
    {
        var call = await _copy.BuildAsync("Lint");
        Assert.That(call.ExitCode, Is.Zero, call.ToString());
        Assert.That(call.Output, Does.Contain("lint: no findings"));
    }

    [Test, Order(2)]
    public async Task A_second_torch_ends_with_exit_code_3_and_every_format_tells_it()
    {
        File.WriteAllText(Path.Combine(_copy.Directory, Requirements), "# What only the retriever needs.\ntorch==2.5.1\n");
        _copy.Edit("docker/svc-rag-retriever/Dockerfile", "FROM base-ml\n",
            "FROM base-ml\nUSER 0:0\nRUN --mount=type=bind,source=docker/svc-rag-retriever/requirements.txt,target=/run/requirements.txt --mount=type=cache,id=strata-uv,target=/root/.cache/uv \\\n    uv pip install --system --link-mode=copy --compile-bytecode --requirement /run/requirements.txt\n");
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
    }
}
