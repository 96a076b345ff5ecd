using System.Diagnostics;
using Strata.Targets.Views;
using Strata.Testing;

namespace Strata.Targets.Tests.Views;

/// <summary>Completion in the shells themselves: keys are typed on a terminal, and what a fake build.sh is called with is read.</summary>
[Platform("Linux")]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public class CompletionTests
{
    private const string Index =
        """
        target BuildAll
        target Plan
        target SvcRagRetriever
        parameter --image base-ml svc-rag-retriever
        parameter --no-cache base-ml svc-rag-retriever
        parameter --profile
        parameter --skip BuildAll Plan SvcRagRetriever
        parameter --supply Auto Hub Debian

        """;

    private string _folder = null!;

    [OneTimeSetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("strata-completion-").FullName;
        Directory.CreateDirectory(Path.Combine(_folder, "build"));
        Directory.CreateDirectory(Path.Combine(_folder, ".nuke/temp"));
        File.Copy(Path.Combine(Repository.Root, "build/complete.sh"), Path.Combine(_folder, "build/complete.sh"));
        File.WriteAllText(Path.Combine(_folder, ".nuke/temp", CompletionIndex.FileName), Index);
        File.WriteAllText(Path.Combine(_folder, ".nuke/parameters.ci.json"), "{}");
        File.WriteAllText(Path.Combine(_folder, "build.sh"), "#!/bin/sh\necho \"GOT: $*\"\n");
        File.SetUnixFileMode(Path.Combine(_folder, "build.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var shell in CompletionScript.Shells)
        {
            File.WriteAllText(Path.Combine(_folder, $"script.{shell}"), CompletionScript.Of(shell));
        }
    }

    [OneTimeTearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestCase("BuildAll Plan SvcRagRetriever", "")]
    [TestCase("BuildAll", "bu")]
    [TestCase("SvcRagRetriever", "svc-rag")]
    [TestCase("SvcRagRetriever", "Plan", "S")]
    [TestCase("", "Plan", "Pl")]
    [TestCase("Plan+BuildAll", "Plan+B")]
    [TestCase("--supply", "Plan", "--su")]
    [TestCase("--no-cache", "-noc")]
    [TestCase("Auto Hub Debian", "Plan", "--supply", "")]
    [TestCase("Debian", "--Supply", "d")]
    [TestCase("svc-rag-retriever", "--no-cache", "base-ml", "")]
    [TestCase("Plan SvcRagRetriever", "--skip", "BuildAll", "")]
    [TestCase("ci", "--profile", "")]
    [TestCase("", "--image", "x")]
    [TestCase("", "--unknown", "x")]
    public async Task Words(string expected, params string[] typed)
    {
        var found = await RunAsync("bash", ["build/complete.sh", .. typed], "");

        Assert.That(found.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Test]
    public async Task Bash()
    {
        var screen = await TypeAsync("bash --norc --noprofile -i", "source ./script.bash");
        Assert.That(screen, Does.Contain("GOT: Plan --supply Debian").And.Contain("GOT: SvcRagRetriever").And.Contain("GOT: --image base-ml"));
    }

    [Test]
    public async Task Zsh()
    {
        await DebianPackage.RequireAsync("zsh");
        var screen = await TypeAsync("zsh -f -i", "autoload -U compinit; compinit -D\nsource ./script.zsh");
        Assert.That(screen, Does.Contain("GOT: Plan --supply Debian").And.Contain("GOT: SvcRagRetriever").And.Contain("GOT: --image base-ml"));
    }

    [TestCase("Plan", "./build.sh Pl")]
    [TestCase("Debian", "./build.sh Plan --supply D")]
    [TestCase("--supply", "./build.sh Plan --su")]
    [TestCase("base-ml", "./build.sh Explain --image b")]
    public async Task Fish(string expected, string line)
    {
        await DebianPackage.RequireAsync("fish");
        var found = await RunAsync("fish", ["--no-config", "-c", $"source script.fish; complete -C '{line}'"], "");
        Assert.That(found.Trim(), Is.EqualTo(expected));
    }

    [TestCase("/bin/bash", "bash")]
    [TestCase("/usr/bin/zsh", "zsh")]
    [TestCase("PowerShell", "powershell")]
    public void Shell_may_be_a_path(string path, string shell) =>
        Assert.That(CompletionScript.Of(path), Is.EqualTo(CompletionScript.Of(shell)));

    [TestCase(null, "add --shell bash, zsh, fish or powershell")]
    [TestCase("bahs", "did you mean 'bash'?")]
    public void Unknown_shell_is_told(string? shell, string message) =>
        Assert.That(() => CompletionScript.Of(shell), Throws.TypeOf<DefinitionException>().With.Message.Contains(message));

    /// <summary>Types on a terminal, with the tabulator where completions are wanted.</summary>
    private Task<string> TypeAsync(string shell, string setUp) =>
        RunAsync("script", ["-qec", shell, "/dev/null"], $"{setUp}\n./build.sh Pl\t --supply deb\t\n./build.sh svc-rag\t\n./build.sh --ima\tb\t\nexit\n");

    private async Task<string> RunAsync(string program, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TERM"] = "xterm";
        start.Environment["HOME"] = _folder;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return await output + await errors;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
