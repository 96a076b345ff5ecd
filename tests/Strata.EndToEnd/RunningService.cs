using System.Net.Http.Json;
using System.Text.Json;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;

namespace Strata.EndToEnd;

/// <summary>A container of a built image as it is meant to run: read-only, not root, only /tmp writable.</summary>
public sealed class RunningService : IAsyncDisposable
{
    private readonly LocalHost _host = new();
    private readonly EngineConnection _engine;
    private readonly string _container;
    private readonly HttpClient _http;

    private RunningService(EngineConnection engine, string container, int port)
    {
        _engine = engine;
        _container = container;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Where it answers.</summary>
    public string Url => _http.BaseAddress!.ToString();

    /// <summary>Starts the newest image of a name, which is an unprivileged user's, and waits until its health path answers.</summary>
    /// <param name="image">The image's name.</param>
    /// <param name="port">The port of loopback that it is told to listen at.</param>
    /// <param name="options">More options of <c>docker run</c>.</param>
    public static async Task<RunningService> StartAsync(string image, int port, params string[] options)
    {
        var (service, reference) = await RunAsync(image, port, options);
        var user = await service.DockerAsync("image", "inspect", "--format", "{{.Config.User}}", reference);
        Assert.That(user, Does.Match("^[1-9][0-9]*(:[0-9]+)?$"), "runs as a numeric user that is not root");
        await service.WaitForAsync("/health");
        return service;
    }

    /// <summary>Starts the newest image of a name whose init starts as root, and waits until a path answers.</summary>
    public static async Task<RunningService> StartSupervisedAsync(string image, int port, string health, params string[] options)
    {
        var (service, _) = await RunAsync(image, port, ["--tmpfs", "/run:exec", .. options]);
        await service.WaitForAsync(health);
        return service;
    }

    /// <summary>The user ids of its processes, the init's first.</summary>
    public async Task<IReadOnlyList<string>> UserIdsAsync() =>
        [.. (await DockerAsync("top", _container, "-eo", "uid,pid,comm")).Split('\n').Skip(1).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0])];

    private static async Task<(RunningService Service, string Reference)> RunAsync(string image, int port, string[] options)
    {
        var engine = await EngineHome.ConnectAsync();
        var service = new RunningService(engine, $"strata-e2e-{image}", port);
        await service.DockerAsync("rm", "--force", "--volumes", service._container);
        var reference = (await service.DockerAsync("image", "ls", "--filter", $"reference=*{image}", "--format", "{{.Repository}}:{{.Tag}}")).Split('\n')[0];
        Assert.That(reference, Is.Not.Empty, $"no image {image}");
        await service.DockerAsync(["run", "--detach", "--name", service._container, "--network", "host", "--read-only", "--tmpfs", "/tmp",
            "--env", $"PORT={port}", "--env", "HOST=127.0.0.1", .. options, reference]);
        return (service, reference);
    }

    /// <summary>The JSON that a path answers.</summary>
    public async Task<JsonElement> GetAsync(string path) => await _http.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Posts JSON and returns the JSON that is answered.</summary>
    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Sends bytes and returns the JSON that is answered.</summary>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, byte[] body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await DockerAsync("rm", "--force", "--volumes", _container);
        _http.Dispose();
    }

    private async Task WaitForAsync(string path)
    {
        var deadline = DateTime.UtcNow.AddMinutes(2);
        while (true)
        {
            try
            {
                using var answer = await _http.GetAsync(path);
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (DateTime.UtcNow < deadline)
            {
                await Task.Delay(200);
            }
            catch (HttpRequestException)
            {
                Assert.Fail($"{_container} is not well:\n{await DockerAsync("logs", _container)}");
            }
        }
    }

    private async Task<string> DockerAsync(params string[] arguments)
    {
        var lines = new List<string>();
        await _host.RunAsync(new Command(_engine.Docker, [.. arguments]) { Environment = _engine.Environment }, l => lines.Add(l.Text), CancellationToken.None);
        return string.Join('\n', lines);
    }
}
