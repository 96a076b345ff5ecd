using Strata.Engine.Hosts;

namespace Strata.EndToEnd;

/// <summary>A program that runs in a fresh container of a built image and ends.</summary>
internal static class ImageCommand
{
    /// <summary>Runs it without a network, on a read-only root with a writable <c>/tmp</c>.</summary>
    /// <param name="image">The image's name; its newest is taken.</param>
    /// <param name="options">More options of <c>docker run</c>.</param>
    /// <param name="program">The program, in place of the image's own.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<CallResult> RunAsync(string image, string[] options, string program, params string[] arguments)
    {
        var listed = await DockerAsync("image", "ls", "--filter", $"reference=*{image}", "--format", "{{.Repository}}:{{.Tag}}");
        var reference = listed.Output.Split('\n')[0].Trim();
        Assert.That(reference, Is.Not.Empty, $"no image {image}");
        return await DockerAsync(["run", "--rm", "--network", "none", "--read-only", "--tmpfs", "/tmp", .. options, "--entrypoint", program, reference, .. arguments]);
    }

    /// <summary>Calls the docker client of the tests' engine.</summary>
    public static async Task<CallResult> DockerAsync(params string[] arguments)
    {
        var engine = await EngineHome.ConnectAsync();
        var output = await new LocalHost().CaptureAsync(new Command(engine.Docker, [.. arguments]) { Environment = engine.Environment }, CancellationToken.None);
        return new CallResult(
            output.ExitCode,
            string.Join('\n', output.Lines.Where(l => !l.IsError).Select(l => l.Text)),
            string.Join('\n', output.Lines.Where(l => l.IsError).Select(l => l.Text)));
    }
}
