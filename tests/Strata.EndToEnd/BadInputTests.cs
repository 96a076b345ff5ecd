namespace Strata.EndToEnd;

/// <summary>Each wrong input ends with exit code 2 and a message that says where and what next.</summary>
public sealed class BadInputTests
{
    private WorkingCopy _copy = null!;

    [OneTimeSetUp]
    public async Task Clone() => _copy = await Mistakes.CloneAsync();

    [OneTimeTearDown]
    public void Remove() => _copy.Dispose();

    [Test]
    public async Task Unknown_target_suggests_the_nearest()
    {
        var call = await _copy.BuildAsync("BuildAl");
        Expect(call, "unknown target 'BuildAl'; did you mean 'BuildAll'?");
    }

    [Test]
    public async Task Unknown_target_to_skip_suggests_the_nearest()
    {
        var call = await _copy.BuildAsync("Plan", "--skip", "Ruter");
        Expect(call, "unknown target 'Ruter'; did you mean 'Router'?");
    }

    [Test]
    public async Task Unknown_parameter_is_not_ignored()
    {
        var call = await _copy.BuildAsync("Plan", "--suply", "Debian");
        Expect(call, "unknown parameter '--suply'; did you mean '--supply'?");
    }

    [Test]
    public async Task Value_that_a_parameter_does_not_take_is_refused()
    {
        var call = await _copy.BuildAsync("Plan", "--supply", "Debain");
        Expect(call, "'Debain'");
    }

    [Test]
    public async Task Unknown_parent_in_FROM_names_the_line_and_the_nearest_image()
    {
        const string file = "docker/base-ml/Dockerfile";
        using var wrong = _copy.Write((file, Clones.Edited(_copy.Read(file), ("FROM base-runtime", "FROM bse-runtime"))));
        var call = await _copy.BuildAsync("Plan", "--supply", "Debian");
        Expect(call, "docker/base-ml/Dockerfile:", "'bse-runtime'", "did you mean 'base-runtime'?");
    }

    [Test]
    public async Task Unterminated_heredoc_names_the_line_that_opens_it()
    {
        var text = _copy.Read("docker/router/Dockerfile");
        using var wrong = _copy.Write(("docker/router/Dockerfile", text + "\nRUN <<EOF\necho never closed\n"));
        var call = await _copy.BuildAsync("Plan", "--supply", "Debian");
        Expect(call, $"docker/router/Dockerfile:{text.Split('\n').Length + 1}", "EOF");
    }

    [Test]
    public async Task Cycle_is_told_as_the_user_declared_it()
    {
        var call = await BuildWithAsync("cycle");
        Expect(call, "build/Build.Images.cs:", "base-runtime -> base-ml -> base-runtime");
    }

    [Test]
    public async Task Duplicate_published_port_names_both_images()
    {
        var call = await BuildWithAsync("port");
        Expect(call, "8101", "svc-ingestion", "svc-rag-retriever");
    }

    [Test]
    public async Task Source_that_is_pinned_to_a_branch_is_refused()
    {
        var call = await BuildWithAsync("branch");
        Expect(call, "build/Build.Images.cs:", "image 'comfyui'", "'master', which is no full commit id");
    }

    [Test]
    public async Task Consumed_image_without_a_version_is_refused()
    {
        var call = await BuildWithAsync("latest");
        Expect(call, "build/Build.Images.cs:", "consumed image 'cloudflared'", "'latest'");
    }

    [Test]
    public async Task Missing_lock_names_the_line_that_reads_it_and_what_makes_it()
    {
        File.Delete(Path.Combine(_copy.Directory, "docker/router/uv.lock"));
        var call = await _copy.BuildAsync("Router", "--supply", "Hub");
        Expect(call, "docker/router/Dockerfile:6: reads 'docker/router/uv.lock', which does not exist; run ./build.sh LockDependencies");
    }

    [Test]
    public async Task Engine_that_does_not_run_is_exit_code_4()
    {
        var call = await _copy.BuildAsync("BuildAll", "--engine", "Docker", "--supply", "Debian");
        Assert.That(call.ExitCode, Is.EqualTo(4), call.ToString());
    }

    private async Task<CallResult> BuildWithAsync(string mistake)
    {
        using var wrong = _copy.Borrow((Mistakes.Variable, mistake));
        return await _copy.BuildAsync("BuildAll", "--supply", "Debian");
    }

    private static void Expect(CallResult call, params string[] texts)
    {
        Assert.That(call.ExitCode, Is.EqualTo(2), call.ToString());
        foreach (var text in texts)
            Assert.That(call.Output + call.Error, Does.Contain(text));
    }
}
