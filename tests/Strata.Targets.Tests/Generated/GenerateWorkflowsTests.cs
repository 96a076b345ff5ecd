using Strata.Targets.Generated;
using Strata.Targets.Tests.Programs;
using Strata.Testing;
using Strata.Workflows;

namespace Strata.Targets.Tests.Generated;

public class GenerateWorkflowsTests
{
    private static readonly string[] Files =
    [
        ".gitea/workflows/images.yml", ".gitea/workflows/images-upstreams.yml", ".github/workflows/images.yml", ".github/workflows/images-upstreams.yml",
    ];

    [Test]
    public async Task Check_fails_with_the_difference_and_the_command_until_the_files_are_generated()
    {
        using var call = new UpstreamCall("registry.example");
        var missing = await call.RunAsync(null, "CheckWorkflows");
        Assert.That((missing.ExitCode, missing.Output), Is.EqualTo((2, missing.Output)));
        Assert.That(missing.Output, Does.Contain(".gitea/workflows/images.yml: is missing; run ./build.sh GenerateWorkflows and commit what it writes"));

        var generated = await call.RunAsync(null, "GenerateWorkflows");
        Assert.That(generated.ExitCode, Is.Zero, generated.Output);
        Assert.That(Files.Select(f => call.Read(f).Split('\n')[0]), Has.All.StartWith($"# {GeneratedFile.Mark}"));
        Assert.That((await call.RunAsync(null, "CheckWorkflows")).ExitCode, Is.Zero);

        // As if the graph had an image that the file knows nothing of.
        call.Write(Files[0], call.Read(Files[0]).Replace("./build.sh Web ", "./build.sh Other ", StringComparison.Ordinal));
        call.Write(".gitea/workflows/gone.yml", $"# {GeneratedFile.Mark}\n");
        call.Write(".gitea/workflows/own.yml", "name: somebody's own\n");
        var differs = await call.RunAsync(null, "CheckWorkflows");
        Assert.That(differs.ExitCode, Is.EqualTo(2), differs.Output);
        Assert.That(differs.Output, Does.Match(@"(?m)^-\s+\./build\.sh Other --push").And.Match(@"(?m)^\+\s+\./build\.sh Web --push")
            .And.Contain(".gitea/workflows/gone.yml: was generated for something that is no longer there").And.Not.Contain("own.yml"));

        await call.RunAsync(null, "GenerateWorkflows");
        Assert.That((await call.RunAsync(null, "CheckWorkflows")).ExitCode, Is.Zero);
        Assert.That((File.Exists(Path.Combine(call.Root, ".gitea/workflows/gone.yml")), call.Read(".gitea/workflows/own.yml")), Is.EqualTo((false, "name: somebody's own\n")));
    }

    [Test]
    public async Task Nukes_own_switch_writes_the_same_bytes()
    {
        using var call = new UpstreamCall("registry.example");
        await call.RunAsync(null, "GenerateWorkflows");
        var before = Files.Select(call.Read).ToList();
        foreach (var file in Files)
        {
            File.Delete(Path.Combine(call.Root, file));
        }

        var generated = await call.RunAsync(null, "--generate-configuration", "GiteaActions_images", "--host", "GiteaActions");

        Assert.That(generated.ExitCode, Is.Zero, generated.Output);
        Assert.That(Files.Select(call.Read), Is.EqualTo(before));
    }

    [Test]
    public void File_that_was_written_by_hand_is_kept_and_not_held_against_anything()
    {
        using var folder = new TemporaryFolder();
        var root = folder.Path;
        var file = new GeneratedFile(".vscode/tasks.json", "// mark\n{}\n") { OwnMark = "mark" };
        Directory.CreateDirectory(Path.Combine(root, ".vscode"));
        File.WriteAllText(Path.Combine(root, file.Path), "{ \"mine\": 1 }");

        Assert.That(GeneratedTree.Write(root, [file], CancellationToken.None), Is.Empty);
        Assert.That(GeneratedTree.Differences(root, [file]), Is.Empty);

        File.WriteAllText(Path.Combine(root, file.Path), "// mark\r\n{}\r\n");
        Assert.That(GeneratedTree.Differences(root, [file]), Is.Empty, "ends of lines as Windows checks them out are no difference");
    }
}
