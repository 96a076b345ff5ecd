using System.Text.Json;
using Strata.Graph;
using Strata.Reports;
using Strata.Testing;

namespace Strata.Tests.Reports;

public class StatusTests
{
    private static readonly ImageGraph Graph = Graphs.Parse("base; router @8080 <- base; classifier @8102:8000 <- base; end")
        .With("router", i => i with { Container = i.Container with { Needs = [new ServiceNeed("classifier")], External = [ExternalService.At("scalarlm", "SCALARLM_BASE_URL")] } })
        .Create();

    private static readonly ServiceState[] States =
    [
        new("router", ServiceCondition.Healthy, "127.0.0.1:8080", "router:dev", "strata-x-router", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1))),
        new("classifier", ServiceCondition.Exited, null, "classifier:dev", "strata-x-classifier", null, 7),
    ];

    [Test]
    public void Data_says_how_each_service_is()
    {
        using var json = JsonDocument.Parse(StatusJson.Render(States));
        Assert.That(json.RootElement.GetProperty("services").EnumerateArray().Select(s => s.GetRawText().ReplaceLineEndings("").Replace("  ", "")), Is.EqualTo(new[]
        {
            """{"image": "router","state": "healthy","address": "127.0.0.1:8080","reference": "router:dev","container": "strata-x-router","startedAt": "2026-01-02T02:04:05Z","exitCode": null}""",
            """{"image": "classifier","state": "exited","address": null,"reference": "classifier:dev","container": "strata-x-classifier","startedAt": null,"exitCode": 7}""",
        }));
    }

    [Test]
    public void The_picture_shows_who_needs_whom() =>
        Assert.That(StatusMermaid.Render(Graph, States).Split("  classDef")[0], Is.EqualTo(
            """
            flowchart LR
              s_router["router<br>healthy at 127.0.0.1:8080"]:::healthy
              s_classifier["classifier<br>exited (7)"]:::exited
              s_external_scalarlm(["scalarlm"])
              s_router --> s_classifier
              s_router -.-> s_external_scalarlm

            """));

    [Test]
    public void The_drawing_colours_what_runs()
    {
        var drawing = GraphSvg.Render(Graph, States);
        Assert.That(drawing, Does.Contain("class=\"box healthy\" data-name=\"router\"").And.Contain("healthy  127.0.0.1:8080</text>").And.Contain("class=\"box exited\" data-name=\"classifier\""));
        Assert.That(drawing, Does.Contain("class=\"box\" data-name=\"end\""));
    }
}
