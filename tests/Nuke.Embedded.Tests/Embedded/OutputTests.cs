using Nuke.Embedded.Tests.Samples;

namespace Nuke.Embedded.Tests.Embedded;

/// <summary>What users read.</summary>
[Parallelizable(ParallelScope.All)]
public class OutputTests
{
    [Test]
    public void Help_lists_targets_and_parameters()
    {
        var run = SampleRun.Of<Layers>("--help");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Does.Contain("BuildAll (default)    -> SvcOcr\n    Builds all layers"));
        Assert.That(run.Output, Does.Not.Contain("Hidden"));
        Assert.That(run.Output, Does.Contain("  --registry-token    Token of the registry.\n"));
        Assert.That(run.Output, Does.Contain("Default is 'BuildAll'."));
        Assert.That(run.Output, Does.Contain("Examples: ./build.sh BuildAll"));
        Assert.That(run.Ran, Is.Empty);
    }

    [Test]
    public void No_target_and_no_default_shows_the_help()
    {
        var run = SampleRun.Of<NoDefault>();

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Does.Contain("Targets (with their direct dependencies):").And.Contain("The only one"));
    }

    [Test]
    public void Plan_shows_the_order_and_writes_a_page()
    {
        var root = Directory.CreateTempSubdirectory("nuke-plan-").FullName;
        try
        {
            var run = SampleRun.End(SampleRun.Start<Layers>(root, [], "--plan", "--no-logo"), root);

            Assert.That(run.ExitCode, Is.Zero, run.All);
            Assert.That(run.Output.Split('\n').Where(l => l.Length > 4 && char.IsDigit(l[3])).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]),
                Is.EqualTo(new[] { "BaseRuntime", "BaseMl", "SvcOcr", "BuildAll", "Hidden" }));
            Assert.That(run.Output, Does.Contain(".nuke/temp/execution-plan.html"));
            Assert.That(File.ReadAllText(Path.Combine(root, ".nuke/temp/execution-plan.html")), Does.Contain("<a href=\"#BaseMl\">BaseMl</a>"));
            Assert.That(run.Ran, Is.Empty);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Test]
    public void Redirected_output_has_no_escape_codes()
    {
        var run = SampleRun.With<Layers>(["TERM=xterm-256color", "BREAK=it broke"]);

        Assert.That(run.All, Does.Not.Contain('\u001b'));
    }

    [Test]
    public void Table_shows_status_and_summary()
    {
        var run = SampleRun.Of<Layers>();

        Assert.That(run.Output, Does.Match(@"BaseRuntime +Succeeded +< 1sec   // size: 120 MB, layers: 3"));
        Assert.That(run.Output, Does.Contain("Build succeeded on "));
    }

    [Test]
    public void Unexpected_error_shows_its_type_and_its_stack_only_when_verbose()
    {
        var normal = SampleRun.With<Layers>(["BREAK=it broke"]);
        var verbose = SampleRun.With<Layers>(["BREAK=it broke"], "--verbosity", "verbose");

        Assert.That(normal.Output, Does.Contain("[ERR] SvcOcr: InvalidOperationException: it broke"));
        Assert.That(normal.Output, Does.Not.Contain("   at Nuke"));
        Assert.That(verbose.Output, Does.Contain("   at Nuke"));
        Assert.That(normal.Output, Does.Contain("Build failed on "));
    }

    [Test]
    public void Log_file_has_all_lines_with_their_target_and_the_stack()
    {
        var root = Directory.CreateTempSubdirectory("nuke-log-").FullName;
        try
        {
            SampleRun.End(SampleRun.Start<Layers>(root, ["BREAK=it broke"], "--verbosity", "quiet"), root);
            var log = File.ReadAllText(Path.Combine(root, ".nuke/temp/build.log"));

            Assert.That(log, Does.Match(@"\| I \| BaseRuntime          \| parallel null"));
            Assert.That(log, Does.Contain("InvalidOperationException: it broke").And.Contain("   at Nuke"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Test]
    public void Log_files_of_the_last_builds_are_kept()
    {
        var root = Directory.CreateTempSubdirectory("nuke-logs-").FullName;
        try
        {
            var temp = Directory.CreateDirectory(Path.Combine(root, ".nuke/temp")).FullName;
            for (var day = 1; day <= 8; day++)
                File.WriteAllText(Path.Combine(temp, $"build.2020-01-0{day}_00-00-00.log"), "");
            SampleRun.End(SampleRun.Start<Layers>(root, []), root);
            var files = Directory.GetFiles(temp, "build.*.log").Select(Path.GetFileName).Order().ToList();

            Assert.That(files, Has.Count.EqualTo(6));
            Assert.That(files[0], Is.EqualTo("build.2020-01-04_00-00-00.log"));
            Assert.That(File.ReadAllText(Path.Combine(temp, files[^1])), Does.StartWith("I | BaseRuntime"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [TestCase(new string[0], true)]
    [TestCase(new[] { "--no-logo" }, false)]
    public void Line_about_nuke(string[] arguments, bool isShown) =>
        Assert.That(SampleRun.Of<Layers>(arguments).Output.StartsWith("NUKE Execution Engine 10.1.0 (embedded)"), Is.EqualTo(isShown));
}
