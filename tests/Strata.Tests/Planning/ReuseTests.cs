using FsCheck;
using FsCheck.Fluent;
using Strata.Planning;
using Strata.Testing;

namespace Strata.Tests.Planning;

/// <summary>What is built and what is reused, and the reasons that users read.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReuseTests
{
    private readonly Builds _builds = new(Graphs.Create("base; ml <- base; web <- ml; ocr <- ml; router"));

    [Test]
    public void First_build_builds_everything() => Expect(_builds.Plan(), "base: never built here; ml: never built here; web: never built here; ocr: never built here; router: never built here");

    [Test]
    public void Nothing_changed_builds_nothing()
    {
        BuildAll();
        Expect(_builds.Plan(), "");
    }

    [Test]
    public void Changed_leaf_is_built_alone()
    {
        BuildAll();
        _builds.Write("web", "2");
        Expect(_builds.Plan(), "web: file services/web/app.py added");
        _builds.Run(_builds.Plan());
        _builds.Write("web", "3");
        Expect(_builds.Plan(), "web: file services/web/app.py changed");
    }

    [Test]
    public void Changed_base_builds_its_descendants_and_nothing_else()
    {
        BuildAll();
        _builds.Write("ml", "2");
        Expect(_builds.Plan(), "ml: file services/ml/app.py added; web: parent ml; ocr: parent ml");
    }

    [Test]
    public void Going_back_to_an_earlier_state_builds_nothing()
    {
        BuildAll();
        _builds.Write("ml", "2");
        _builds.Run(_builds.Plan());
        _builds.Write("ml", "3");
        _builds.Run(_builds.Plan());
        _builds.Write("ml", "2");
        Expect(_builds.Plan(), "");
    }

    [Test]
    public void Image_that_is_gone_is_built_with_all_that_stands_on_it()
    {
        BuildAll();
        _builds.Remove("ml");
        Expect(_builds.Plan(), "ml: the image is gone from the engine; web: parent ml; ocr: parent ml");
    }

    [Test]
    public void Refreshed_parent_makes_its_children_build()
    {
        BuildAll();
        Expect(_builds.Plan(false, "base"), "base: asked for without cache; ml: parent base; web: parent ml; ocr: parent ml");
        _builds.Run(_builds.Plan(false, "base"), failing: "ocr");
        Expect(_builds.Plan(), "ocr: parent ml was refreshed");
    }

    [Test]
    public void Only_what_is_named_is_solved_without_cache()
    {
        BuildAll();
        Assert.That(_builds.Plan(false, "ml").Steps.Where(s => s.NoCache).Select(s => s.Image.Name), Is.EqualTo(new[] { "ml" }));
    }

    [Test]
    public void What_another_machine_has_is_stood_on_and_what_it_builds_makes_children_build()
    {
        BuildAll();
        var reused = _builds.Plan().Steps.Where(s => s.Image.Name is "base" or "ml").ToDictionary(s => s.Image.Name, StringComparer.Ordinal);
        Expect(_builds.PlanGiven(reused), "");

        // Its store may know the image by another digest than the registry, through which it came here.
        var there = reused["ml"].Reused!;
        var remote = new RemoteImage("r/ml:fp-1", there.Stored.Digest, "", there.Stored.Fingerprint, [], null);
        var other = reused["ml"] with { Reused = there with { Stored = there.Stored with { Digest = "sha256:config", IsAddressable = false }, Remote = remote } };
        Expect(_builds.PlanGiven(new Dictionary<string, PlanStep>(reused) { ["ml"] = other }), "");

        var built = reused["ml"] with { Action = PlanAction.Build, Reason = "elsewhere", Reused = null };
        Expect(_builds.PlanGiven(new Dictionary<string, PlanStep>(reused) { ["ml"] = built }), "ml: elsewhere; web: parent ml; ocr: parent ml");
    }

    // A layer that was cached, or copied with --link, may be older than what it stands on; what is only copied from is seen in no layer.
    [TestCase("FROM base\n")]
    [TestCase("ARG KIND=hub\nFROM base AS deps-hub\nFROM deps-${KIND}\n")]
    public void Registrys_image_is_taken_where_its_layers_are_its_parents_whenever_it_was_made(string dockerfile)
    {
        var builds = new Builds(Graphs.Parse("base; ml <- base").WithDockerfile("ml", dockerfile).Create());
        Expect(builds.PlanBeside(new Dictionary<string, (string[], int)> { ["base"] = (["1"], 20), ["ml"] = (["1", "2"], 10) }), "");
        Expect(builds.PlanBeside(new Dictionary<string, (string[], int)> { ["base"] = (["1"], 10), ["ml"] = (["0", "2"], 20) }), "ml: parent base was refreshed");
    }

    [Test]
    public void Force_builds_everything()
    {
        BuildAll();
        Assert.That(_builds.Plan(force: true).ToBuild.Select(s => s.Reason), Is.EqualTo(Enumerable.Repeat("forced", 5)));
    }

    [Test]
    public void Failed_image_is_built_next_time()
    {
        _builds.Run(_builds.Plan(), failing: "ml");
        Expect(_builds.Plan(), "ml: never built here; web: never built here; ocr: never built here");
    }

    [Test]
    public void Parent_that_cannot_be_stood_on_is_built_with_all_its_children()
    {
        BuildAll();
        _builds.MakeUnaddressable();
        Expect(_builds.Plan(), "");
        _builds.Write("web", "2");
        Expect(_builds.Plan(), "base: this engine has no way to stand on the stored one; ml: this engine has no way to stand on the stored one; web: file services/web/app.py added; ocr: parent ml");
    }

    [Test]
    public void Stranger_under_a_records_digest_is_not_reused()
    {
        BuildAll();
        var plan = _builds.Plan();
        var web = plan.Steps.Single(s => s.Image.Name == "web");
        var facts = new ReuseFacts(
            plan.Steps.ToDictionary(s => s.Image.Name, s => s.Inputs!),
            plan.Steps.ToDictionary(s => s.Image.Name, s => System.Collections.Immutable.ImmutableArray.Create(s.Reused!.Record)),
            _builds.Stored.ToDictionary(s => s.Key, s => s.Key == web.Reused!.Stored.Digest ? s.Value with { Fingerprint = new Fingerprint(new string('0', 64)) } : s.Value));
        var graph = Graphs.Create("base; ml <- base; web <- ml; ocr <- ml; router");
        Expect(Planner.Reuse(graph, Planner.Plan(graph, null, plan.Supply), facts), "web: the image is gone from the engine");
    }

    [Test]
    public void Critical_path_is_the_slowest_chain_by_earlier_builds()
    {
        BuildAll();
        _builds.Write("base", "2");
        var path = _builds.Plan().CriticalPath;
        Assert.That(string.Join(" > ", path.Images), Is.EqualTo("base > ml > web"));
        Assert.That(path.Expected, Is.EqualTo(TimeSpan.FromSeconds(4 + 2 + 3)));
    }

    [Test]
    public void Nobody_knows_how_long_a_first_build_takes() => Assert.That(_builds.Plan().CriticalPath.Expected, Is.Null);

    [Test]
    public void Any_history_never_reuses_what_stands_on_another_parent_or_has_other_inputs()
    {
        // Each number is an act upon one of seven images.
        const string graph = "a; b <- a; c <- a b; d <- b; e; f <- e d; g <- f";
        Prop.ForAll(Gen.Choose(0, 7 * 5 - 1).ListOf(12).ToArbitrary(), acts =>
        {
            var builds = new Builds(Graphs.Create(graph));
            var contents = 0;
            foreach (var act in acts)
            {
                var image = ((char)('a' + act % 7)).ToString();
                var plan = (act / 7) switch
                {
                    0 => builds.Write(image, (++contents % 3).ToString()).Plan(),
                    1 => builds.Plan(false, image),
                    2 => builds.PlanOf(image),
                    3 => builds.Plan(),
                    _ => null,
                };
                if (plan is null)
                {
                    builds.Remove(image);
                    continue;
                }

                Check(builds, plan);
                builds.Run(plan, failing: act % 3 == 0 ? [((char)('a' + act % 5)).ToString()] : []);
            }

            builds.Run(builds.Plan());
            Assert.That(builds.Plan().ToBuild, Is.Empty, "a second build finds nothing to do");
        }).QuickCheckThrowOnFailure();
    }

    private static void Check(Builds builds, BuildPlan plan)
    {
        var steps = plan.Steps.ToDictionary(s => s.Image.Name);
        foreach (var step in plan.ToReuse)
        {
            Assert.That(step.Reused!.Record.Fingerprint, Is.EqualTo(step.Inputs!.Fingerprint));
            Assert.That(builds.Stored, Contains.Key(step.Reused.Stored.Digest));
            foreach (var parent in step.Image.Parents)
            {
                Assert.That(builds.ParentsOf(step.Reused.Stored.Digest)[parent], Is.EqualTo(steps[parent].Reused?.Stored.Digest));
            }
        }
    }

    private void BuildAll() => _builds.Run(_builds.Plan());

    private static void Expect(BuildPlan plan, string builds) =>
        Assert.That(string.Join("; ", plan.ToBuild.Select(s => $"{s.Image.Name}: {s.Reason}")), Is.EqualTo(builds));
}
