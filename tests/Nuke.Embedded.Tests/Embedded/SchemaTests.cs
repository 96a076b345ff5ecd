using System.Text.Json;
using Nuke.Embedded.Tests.Samples;
using ParameterSample = Nuke.Embedded.Tests.Samples.Parameters;

namespace Nuke.Embedded.Tests.Embedded;

/// <summary><c>.nuke/build.schema.json</c> and <c>:complete</c>.</summary>
[Parallelizable(ParallelScope.All)]
public class SchemaTests
{
    private string _root;

    [OneTimeSetUp]
    public void Create() => _root = Directory.CreateTempSubdirectory("nuke-schema-").FullName;

    [OneTimeTearDown]
    public void Delete() => Directory.Delete(_root, recursive: true);

    [Test]
    [NonParallelizable]
    public void Schema_is_written_on_demand_and_only_when_it_changes()
    {
        var file = Path.Combine(_root, ".nuke/build.schema.json");
        var run = Write();
        Assert.That(run.ExitCode, Is.Zero, run.All);
        Assert.That(run.Ran, Is.Empty);
        Assert.That(File.ReadAllText(Path.Combine(_root, ".nuke/parameters.json")), Does.Contain("./build.schema.json"));

        var past = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(file, past);
        Write();
        Assert.That(File.GetLastWriteTimeUtc(file), Is.EqualTo(past));

        File.WriteAllText(file, "{}");
        Write();
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var definitions = json.RootElement.GetProperty("definitions");
        var own = json.RootElement.GetProperty("allOf")[0].GetProperty("properties");
        Assert.That(json.RootElement.GetProperty("$schema").GetString(), Is.EqualTo("http://json-schema.org/draft-04/schema#"));
        Assert.That(definitions.EnumerateObject().Select(d => d.Name), Is.EqualTo(new[] { "Host", "ExecutableTarget", "Verbosity", "NukeBuild" }));
        Assert.That(definitions.GetProperty("ExecutableTarget").GetRawText(), Does.Contain("\"Show\""));
        Assert.That(Compact(definitions.GetProperty("NukeBuild").GetProperty("properties").GetProperty("Skip").GetProperty("items")), Is.EqualTo("{\"$ref\":\"#/definitions/ExecutableTarget\"}"));
        Assert.That(Compact(json.RootElement.GetProperty("allOf")[1]), Is.EqualTo("{\"$ref\":\"#/definitions/NukeBuild\"}"));
        foreach (var (name, expected) in new[]
        {
            ("SomeText", "{\"type\":\"string\"}"),
            ("SomeSwitch", "{\"type\":\"boolean\"}"),
            ("Number", "{\"type\":[\"integer\",\"null\"],\"format\":\"int32\"}"),
            ("WithDefault", "{\"type\":\"integer\",\"format\":\"int32\"}"),
            ("Flavour", "{\"type\":\"string\",\"enum\":[\"Sour\",\"Sweet\"]}"),
            ("Words", "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}"),
            ("Numbers", "{\"type\":\"array\",\"items\":{\"type\":\"integer\",\"format\":\"int32\"}}"),
            ("Renamed", "{\"type\":\"string\"}"),
            ("ApiKey", "{\"type\":\"string\",\"default\":\"Secrets must be entered via 'nuke :secrets [profile]'\"}"),
            ("DbServer", "{\"type\":\"string\",\"description\":\"The server\"}"),
        })
            Assert.That(Compact(own.GetProperty(name)), Is.EqualTo(expected), name);
    }

    [TestCase("show", "Sh")]
    [TestCase("--db-port --db-remote --db-server", "Show", "--db")]
    [TestCase("Red Green", "Show", "--colour", "")]
    [TestCase("Sour", "Show", "--flavour", "so")]
    [TestCase("--some-switch --some-text", "Show --so")]
    public void Complete(string items, params string[] words) =>
        Assert.That(SampleRun.Of<ParameterSample>([":complete", .. words]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(items.Split(' ')));

    private SampleRun Write() => SampleRun.End(SampleRun.Start<ParameterSample>(_root, [], "--shell-completion"), _root);

    private static string Compact(JsonElement json) => JsonSerializer.Serialize(json, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
