using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Strata.Engine.Running;
using Strata.Targets.Console;
using Strata.Targets.Views;
using Strata.Testing;

namespace Strata.Targets.Tests.Views;

public class RunViewTests
{
    [Test]
    public void Status_shows_every_service_of_the_graph_and_what_runs_besides()
    {
        var graph = Graphs.Create("base; router @8080 <- base; ui @8081 <- base; classifier @8082 <- base");
        var states = StatusView.States(graph, [Container("gone", "running", null), Container("router", "running", "healthy"), Container("ui", "exited", "unhealthy")]);
        Assert.That(states.Select(s => $"{s.Image}: {s.Word} at {s.Address ?? "-"}"), Is.EqualTo(new[]
        {
            "router: healthy at 127.0.0.1:8080", "ui: exited (3) at -", "classifier: not started at -", "gone: running at 127.0.0.1:8080",
        }));
        Assert.That(states[0].StartedAt, Is.Not.Null);
        Assert.That(states[1].StartedAt, Is.Null, "it has ended");
    }

    [Test]
    public void A_failed_verification_shows_what_is_wrong_then_what_was_printed_then_what_to_do() =>
        Assert.That(VerifyView.Lines(Failed, 8, LineStyle.None), Is.EqualTo(new[] { "  router    failed  it runs as root", "  | one", "  | two", "  next: end it with USER" }));

    [Test]
    public void A_passed_one_is_a_line() =>
        Assert.That(
            VerifyView.Lines(new VerifyResult("ui", VerifyOutcome.Passed, TimeSpan.FromSeconds(2), ["healthy after 1.0 s", "uid 10001"], null), 6, LineStyle.None),
            Is.EqualTo(new[] { "  ui      passed  healthy after 1.0 s · uid 10001" }));

    [Test]
    public void Data_of_verifications_can_be_read()
    {
        using var json = JsonDocument.Parse(VerifyView.Json([Failed]));
        var image = json.RootElement.GetProperty("images")[0];
        Assert.That(image.GetProperty("result").GetString(), Is.EqualTo("failed"));
        Assert.That(image.GetProperty("problem").GetString(), Is.EqualTo("it runs as root"));
        Assert.That(image.GetProperty("output").GetString(), Is.EqualTo("one\ntwo"));
    }

    private static VerifyResult Failed { get; } =
        new("router", VerifyOutcome.Failed, TimeSpan.FromSeconds(3), ["healthy after 1.0 s"], new Problem("verifying 'router'", "it runs as root", "end it with USER", "one\ntwo"));

    private static ContainerState Container(string image, string status, string? health) => new()
    {
        Id = image,
        Name = $"strata-x-{image}",
        Image = image,
        Reference = $"{image}:dev",
        Status = status,
        Health = health,
        ExitCode = status == "exited" ? 3 : 0,
        Started = "2026-01-02T03:04:05Z",
        StartedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Ports = [new PublishedPort(8000, IPAddress.Loopback, 8080)],
        Labels = ImmutableDictionary<string, string>.Empty,
    };
}
