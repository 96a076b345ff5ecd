using System.Text.Json;
using System.Xml.Linq;
using Strata.Workflows;
using Strata.Workflows.Editors;

namespace Strata.Tests.Workflows;

public class EditorFilesTests
{
    private static readonly EditorTarget[] Targets = [new("BaseMl", "Builds \"base-ml\" <1>"), new("BuildAll", null)];
    private static readonly GeneratedFile[] Files = [.. EditorFiles.Create(Targets, "build/_build.csproj", "net10.0")];

    [Test]
    public void Every_editor_offers_every_target_once()
    {
        Assert.That(Files.Select(f => f.Path), Is.EqualTo(new[]
        {
            ".run/BaseMl.run.xml", ".run/BuildAll.run.xml", ".vscode/tasks.json", ".vscode/launch.json", "build/Properties/launchSettings.json",
        }));
        string[] names = ["BaseMl", "BuildAll"];
        Assert.That(Read(".vscode/tasks.json").GetProperty("tasks").EnumerateArray().Where(t => !t.TryGetProperty("hide", out _)).Select(t => t.GetProperty("label").GetString()), Is.EqualTo(names));
        Assert.That(Read(".vscode/launch.json").GetProperty("configurations").EnumerateArray().Select(t => t.GetProperty("name").GetString()), Is.EqualTo(names));
        Assert.That(Read("build/Properties/launchSettings.json").GetProperty("profiles").EnumerateObject().Select(t => t.Name), Is.EqualTo(names));
    }

    [Test]
    public void Rider_debugs_the_build_project_with_the_target_as_argument()
    {
        var configuration = XElement.Parse(Files[0].Text).Element("configuration")!;
        var options = configuration.Elements("option").ToDictionary(o => o.Attribute("name")!.Value, o => o.Attribute("value")!.Value);
        Assert.That((configuration.Attribute("name")!.Value, options["PROGRAM_PARAMETERS"], options["PROJECT_PATH"]), Is.EqualTo(("BaseMl", "BaseMl", "$PROJECT_DIR$/build/_build.csproj")));
    }

    [Test]
    public void Launch_compiles_what_it_debugs()
    {
        var launch = Read(".vscode/launch.json").GetProperty("configurations")[0];
        var compile = Read(".vscode/tasks.json").GetProperty("tasks").EnumerateArray().Single(t => t.GetProperty("label").GetString() == launch.GetProperty("preLaunchTask").GetString());
        var arguments = compile.GetProperty("args").EnumerateArray().Select(a => a.GetString()!).ToList();
        Assert.That(launch.GetProperty("program").GetString(), Is.EqualTo(arguments[arguments.IndexOf("-o") + 1] + "/_build.dll"));
    }

    [Test]
    public void Every_file_can_be_told_from_one_that_was_written_by_hand() => Assert.That(Files, Has.All.Matches<GeneratedFile>(f => f?.OwnMark is { } mark && f.Text.Contains(mark)));

    private static JsonElement Read(string path) =>
        JsonDocument.Parse(Files.Single(f => f.Path == path).Text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip }).RootElement;
}
