using System.Diagnostics;
using System.Text.Json;
using Strata.Testing.Hosts;

namespace Strata.Targets.Tests.Console;

/// <summary>A real build of small images with <c>--progress json</c>.</summary>
public sealed class JsonProgressTests
{
    private static readonly string[] Members = ["type", "image", "step", "index", "count", "text", "seconds", "error", "digest", "at"];

    [Test]
    public async Task Standard_output_is_events_and_nothing_else_while_the_build_runs()
    {
        if (await TestEngine.ObstacleAsync() is { } obstacle)
        {
            Assert.Ignore($"no private engine: {obstacle}");
        }

        await using var engine = TestEngine.New();
        var docker = await engine.Engine.EnsureAsync(CancellationToken.None);
        var root = Directory.CreateTempSubdirectory("strata-json-").FullName;
        try
        {
            Write(root, ".nuke/parameters.json", "{}");
            Write(root, "hello", "hello");
            Write(root, "docker/base/Dockerfile", "FROM scratch\nCOPY hello /hello\n");
            Write(root, "docker/web/Dockerfile", "FROM base\nCOPY hello /web\n");
            var start = new ProcessStartInfo("dotnet", [typeof(JsonProgressTests).Assembly.Location, "BuildAll", "--supply", "Hub", "--engine", "Docker", "--progress", "json"])
            {
                WorkingDirectory = root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (var (name, value) in docker.Environment)
            {
                start.Environment[name] = value;
            }

            start.Environment["PATH"] = $"{Path.GetDirectoryName(docker.Docker)}:{Environment.GetEnvironmentVariable("PATH")}";
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var types = new List<string>();
            var wasRunning = false;
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                using var json = JsonDocument.Parse(line);
                Assert.That(json.RootElement.EnumerateObject().Select(m => m.Name), Is.SubsetOf(Members), line);
                Assert.That(json.RootElement.GetProperty("at").GetDateTimeOffset(), Is.GreaterThan(DateTimeOffset.UnixEpoch));
                var image = json.RootElement.TryGetProperty("image", out var name) ? $" {name.GetString()}" : "";
                types.Add(json.RootElement.GetProperty("type").GetString() + image);
                wasRunning |= types.Count == 1 && !process.HasExited;
            }

            await process.WaitForExitAsync();
            Assert.That(process.ExitCode, Is.Zero, await errors);
            Assert.That(wasRunning, "the first event came when all was over");
            Assert.That(types.Take(2), Is.EqualTo(new[] { "image-planned base", "image-planned web" }));
            Assert.That(types, Is.SupersetOf(new[] { "image-started base", "step-started web", "step-done web", "image-built base", "image-built web" }));
            Assert.That(types[^1], Is.EqualTo("ended"));
            Assert.That(await errors, Does.Contain("Build succeeded"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static void Write(string root, string file, string text)
    {
        var path = Path.Combine(root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
