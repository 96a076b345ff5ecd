using System.Text.Json;
using Strata.Reports;
using Strata.Testing;

namespace Strata.Tests.Reports;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReusePlanTextTests
{
    private readonly Builds _builds = new(Graphs.Create("base; ml <- base; web <- ml; ocr !debian; router", Strata.Graph.Supply.Debian));

    [SetUp]
    public void Build() => _builds.Run(_builds.Plan());

    [Test]
    public void Reused_images_are_one_line() => Assert.That(PlanText.Render(_builds.Plan()), Is.EqualTo(
        """
        plan    5 images: nothing to build, 4 reused, 1 skipped
          skip  ocr  not in the debian supply: no such packages
          reuse base, ml, web, router

        """));

    [Test]
    public void Builds_stand_with_their_reason_time_and_critical_path()
    {
        _builds.Write("ml", "2");
        Assert.That(PlanText.Render(_builds.Plan()), Is.EqualTo(
            """
            plan    5 images: 2 to build, 2 reused, 1 skipped · about 5.0 s · critical path ml > web
              build ml   file services/ml/app.py added
              build web  parent ml
              skip  ocr  not in the debian supply: no such packages
              reuse base, router

            """));
    }

    [Test]
    public void Machines_are_told_where_there_are_several()
    {
        _builds.Write("ml", "2");
        var plan = _builds.Plan();
        plan = plan with { Steps = [.. plan.Steps.Select(s => s.Image.Name is "base" or "ml" ? s with { Host = "blackwell" } : s)] };
        Assert.That(PlanText.Render(plan), Does.Contain("  build ml   file services/ml/app.py added · on blackwell\n  build web  parent ml · on this machine\n"));

        using var json = JsonDocument.Parse(PlanJson.Render(plan));
        Assert.That(json.RootElement.GetProperty("images").EnumerateArray().Where(i => i.TryGetProperty("host", out _)).Select(i => i.GetProperty("name").GetString()), Is.EqualTo(new[] { "base", "ml" }));
    }

    [Test]
    public void Json_says_the_same()
    {
        _builds.Write("ml", "2");
        using var json = JsonDocument.Parse(PlanJson.Render(_builds.Plan()));
        var images = json.RootElement.GetProperty("images").EnumerateArray().Select(i => $"{i.GetProperty("action")} {i.GetProperty("name")}: {i.GetProperty("reason")}");
        Assert.That(images, Is.EqualTo(new[]
        {
            "reuse base: nothing changed", "build ml: file services/ml/app.py added", "build web: parent ml", "skip ocr: not in the debian supply: no such packages", "reuse router: nothing changed",
        }));
        Assert.That(json.RootElement.GetProperty("expectedSeconds").GetDouble(), Is.EqualTo(5));
    }
}
