using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Strata.Engine.Hosts;
using Strata.Engine.Running;
using Strata.Engine.Tests.BuildKit;
using Strata.Graph;

namespace Strata.Engine.Tests.Running;

/// <summary>Real containers of a real engine.</summary>
public sealed class ServiceRunTests
{
    private readonly RunSettings _settings = new(new CloneNames("/src/services"));
    private BusyboxImages _images = null!;

    private ServiceRun Services => new(_images.Containers, _images.Engine, _settings);

    [OneTimeSetUp]
    public async Task Build() => _images = await BusyboxImages.BuildAsync();

    [TearDown]
    public async Task Clean() => await Services.CleanAsync(null, withVolumes: true, CancellationToken.None);

    [Test]
    public async Task Services_run_until_they_are_stopped_and_what_they_store_until_it_is_cleaned_away()
    {
        using var http = new SmokeClient(new LocalHost());
        var backend = _images.Image("web", as_: "backend", published: FreePort());
        RunnableImage Web(string word) => _images.Image(
            "web", c => c with { Volumes = ["/data"], Needs = [new ServiceNeed("backend", "BACKEND_URL")], Environment = c.Environment.Add("WORD", word) }, published: Port);

        Assert.That(await StartAsync(backend, Web("one")), Is.EqualTo(new[] { "backend new", "web new" }));
        Assert.That(await http.AskAsync(State("word one\nbackend busybox") with { Method = "POST" }, Url, CancellationToken.None), Is.Null);

        var first = await Services.ListAsync(CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(first.Select(c => $"{c.Image} {c.Status} {c.Health} {c.Name} {c.Reference}"), Is.EqualTo(new[]
            {
                $"backend running healthy {_settings.Names.Id}-backend strata.test/web:dev", $"web running healthy {_settings.Names.Id}-web strata.test/web:dev",
            }));
            Assert.That(first[1].Ports, Is.EqualTo(new[] { new PublishedPort(8000, IPAddress.Loopback, Port) }));
            Assert.That(first[1].Labels[ContainerLabels.Root], Is.EqualTo("/src/services"));
        });

        Assert.That(await StartAsync(backend, Web("one")), Is.EqualTo(new[] { "backend there", "web there" }), "nothing has changed");
        Assert.That(await StartAsync(backend, Web("two")), Is.EqualTo(new[] { "backend there", "web new" }), "its definition has changed");
        Assert.That(await http.AskAsync(State("data kept\nuid 10001\nword two"), Url, CancellationToken.None), Is.Null, "a volume outlives the container");

        Assert.That((await Services.StopAsync(["web"], CancellationToken.None)).Select(c => c.Image), Is.EqualTo(new[] { "web" }));
        Assert.That((await Services.ListAsync(CancellationToken.None)).Select(c => c.Status), Is.EqualTo(new[] { "running", "exited" }));
        Assert.That(await StartAsync(backend, Web("two")), Is.EqualTo(new[] { "backend there", "web new" }), "it was stopped");

        var cleaned = await Services.CleanAsync(["web"], withVolumes: true, CancellationToken.None);
        Assert.That(cleaned.Containers, Is.EqualTo(new[] { $"{_settings.Names.Id}-web" }));
        Assert.That(cleaned.Volumes, Is.EqualTo(new[] { $"{_settings.Names.Id}-web-data" }));
        Assert.That((await Services.ListAsync(CancellationToken.None)).Select(c => c.Image), Is.EqualTo(new[] { "backend" }));
    }

    [Test]
    public async Task A_service_that_fails_stays_for_a_look_and_those_that_need_it_are_not_started()
    {
        var backend = _images.Image("ends", as_: "backend", published: FreePort());
        var web = _images.Image("web", c => c with { Needs = [new ServiceNeed("backend")] }, published: Port);
        var other = _images.Image("web", as_: "other", published: FreePort());

        var failed = (await Assert.ThrowsAsync<StrataException>(() => StartAsync(backend, web, other)))!;
        Assert.That(failed.Problems.Select(p => $"{p.Place}: {p.What}"), Is.EqualTo(new[]
        {
            "service 'backend': its container ended with exit code 7 before it was healthy", "service 'web': it was not started, since it needs 'backend'",
        }));
        Assert.That((await Services.ListAsync(CancellationToken.None)).Select(c => $"{c.Image} {c.Status}"), Is.EqualTo(new[] { "backend exited", "other running" }));

        var lines = new List<string>();
        await _images.Containers.LogsAsync(_settings.Names.Container("backend"), null, true, l => lines.Add(l.Text), CancellationToken.None);
        Assert.That(lines, Is.EqualTo(new[] { "no configuration at 127.0.0.1" }));
    }

    [Test]
    public async Task A_name_that_the_engine_does_not_have_is_looked_for_nowhere_else()
    {
        var missing = _images.Image("web", published: Port) with { Reference = "busybox:1" };
        var failed = (await Assert.ThrowsAsync<StrataException>(() => StartAsync(missing)))!;
        Assert.That(failed.Problems.Single().What, Does.Contain("No such image").IgnoreCase);
    }

    private int Port => field == 0 ? field = FreePort() : field;

    private Uri Url => new($"http://127.0.0.1:{Port}");

    private static SmokeRequest State(string contains) => new("/cgi-bin/state") { Contains = contains };

    private async Task<string[]> StartAsync(params ImmutableArray<RunnableImage> images)
    {
        var started = new List<string>();
        await Services.StartAsync(images, (state, isNew) => started.Add($"{state.Image} {(isNew ? "new" : "there")}"), CancellationToken.None);
        return [.. started.Order(StringComparer.Ordinal)];
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
