using System.Collections.Concurrent;
using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Strata.Engine.BuildKit;
using Strata.Engine.ImageBuild;
using Strata.Engine.Tests.BuildKit;
using Strata.Graph;
using Strata.Planning;
using Strata.Testing.BuildKit;

namespace Strata.Engine.Tests.ImageBuild;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ImageBuildRunTests
{
    private readonly ScriptedEngine engine = new();
    private readonly RecordedProgress progress = new();

    [Test]
    public async Task Everything_is_one_solve()
    {
        var results = await Run("base", "ml <- base", "web <- ml", "router").RunAsync(CancellationToken.None);

        Assert.That(results.Select(r => r.Image), Is.EqualTo(new[] { "base", "ml", "web", "router" }));
        Assert.That(results, Is.All.TypeOf<ImageBuilt>());
        Assert.That(engine.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task More_images_than_a_connection_carries_are_solved_in_parts()
    {
        string[] images = ["base", .. Enumerable.Range(1, 2 * BuildxEngine.MostTargets).Select(i => $"i{i} <- base")];
        var results = await Run(images).RunAsync(CancellationToken.None);

        Assert.That(results, Is.All.TypeOf<ImageBuilt>());
        Assert.That(engine.Requests.Select(r => r.Targets.Length), Is.EqualTo(new[] { BuildxEngine.MostTargets, BuildxEngine.MostTargets + 1, 2 }), "the base once more in each: this engine cannot stand on what it stored");
    }

    [Test]
    public async Task What_the_engine_lost_is_solved_again()
    {
        var results = await Run(new LosingEngine(engine, "web"), false, ["base", "web <- base", "router"]).RunAsync(CancellationToken.None);

        Assert.That(results, Is.All.TypeOf<ImageBuilt>());
        Assert.That(engine.Requests.Select(r => string.Join(' ', r.Targets.Select(t => t.Name))), Is.EqualTo(new[] { "base router", "base web" }));
    }

    [Test]
    public async Task After_a_loss_fewer_are_solved_at_once()
    {
        var results = await Run(new CrampedEngine(engine, 3), false, [.. Enumerable.Range(1, 10).Select(i => $"i{i}")]).RunAsync(CancellationToken.None);

        Assert.That(results, Is.All.TypeOf<ImageBuilt>());
        Assert.That(engine.Requests.Select(r => r.Targets.Length), Is.EqualTo(new[] { 2, 2, 2, 2, 2 }), "of 10 and of 5 at once nothing came");
    }

    [Test]
    public async Task What_the_cache_lost_is_solved_once_more_without_it()
    {
        var results = await Run(new ForgetfulEngine(engine, "ml"), false, ["base", "ml <- base", "web <- ml", "router"]).RunAsync(CancellationToken.None);

        Assert.That(results, Is.All.TypeOf<ImageBuilt>());
        Assert.That(engine.Requests.Select(r => string.Join(' ', r.Targets.Select(t => t.NoCache ? $"{t.Name}!" : t.Name))), Is.EqualTo(new[] { "base router", "base! ml! web" }));

        var always = await Run(new ForgetfulEngine(engine, "ml", always: true), false, ["base", "ml <- base", "web <- ml"]).RunAsync(CancellationToken.None);
        Assert.That(always.Select(r => r.GetType().Name), Is.EqualTo(new[] { nameof(ImageBuilt), nameof(ImageFailed), nameof(ImageNotBuilt) }));
    }

    [Test]
    public async Task An_engine_that_builds_nothing_ends_the_run()
    {
        var run = Run(new LosingEngine(engine, "base", always: true), false, ["base"]);
        await Assert.ThatAsync(() => run.RunAsync(CancellationToken.None), Throws.TypeOf<StrataException>().With.Property(nameof(StrataException.ExitCode)).EqualTo(ExitCode.BuildFailed));
    }

    [Test]
    public async Task After_a_failure_what_does_not_depend_on_it_is_still_built()
    {
        engine.Fail("ml");
        var results = await Run("base", "ml <- base", "web <- ml", "router", "ingestion <- base").RunAsync(CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(results.OfType<ImageBuilt>().Select(r => r.Image), Is.EqualTo(new[] { "base", "router", "ingestion" }));
            Assert.That(results[1], Is.TypeOf<ImageFailed>());
            Assert.That(results[2], Is.EqualTo(new ImageNotBuilt("web", "ml failed")));
            Assert.That(engine.Requests, Has.Count.EqualTo(2));
            Assert.That(engine.Requests[1].Targets.Select(t => t.Name), Is.EqualTo(new[] { "base", "router", "ingestion" }));
            Assert.That(engine.Requests.Select(r => r.AppendLogs), Is.EqualTo(new[] { false, true }));
        });
    }

    [Test]
    public async Task Exported_image_is_done_while_others_are_still_built()
    {
        var rest = new TaskCompletionSource();
        engine.Exported = image => image == "base" ? rest.Task : Task.CompletedTask;
        var run = Run("base", "web <- base");
        var whole = run.RunAsync(CancellationToken.None);

        var early = (ImageBuilt)await run.For("base");
        Assert.That(run.For("web").IsCompleted, Is.False);
        Assert.That(early.Layers, Is.Empty);

        rest.SetResult();
        var results = await whole;
        Assert.That(((ImageBuilt)results[0]).Layers, Is.Not.Empty, "layers are known at the end");
        Assert.That(((ImageBuilt)results[0]).Digest, Is.EqualTo(early.Digest));
        Assert.That(progress.Of<BuildEvent.ImageFinished>().Select(e => e.Result.Image), Is.EqualTo(new[] { "base", "web" }));
    }

    [Test]
    public async Task Result_is_told_before_those_who_wait_for_it_go_on()
    {
        var run = Run("base", "web <- base");
        var early = new ConcurrentBag<bool>();
        progress.Hearing = happened =>
        {
            if (happened is BuildEvent.ImageFinished { Result.Image: var image })
            {
                early.Add(run.For(image).IsCompleted);
            }
        };
        await run.RunAsync(CancellationToken.None);

        Assert.That(early, Is.EqualTo(new[] { false, false }));
    }

    [Test]
    public async Task Exported_image_is_not_solved_again_after_a_failure_unless_another_stands_on_it()
    {
        engine.Exported = _ => Task.CompletedTask;
        engine.Fail("ml");
        await Run("base", "router", "ml <- base").RunAsync(CancellationToken.None);

        Assert.That(engine.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Image_starts_once_in_all_rounds()
    {
        engine.Fail("ml");
        await Run("base", "ml <- base", "router").RunAsync(CancellationToken.None);

        Assert.That(engine.Requests, Has.Count.EqualTo(2));
        Assert.That(progress.Of<BuildEvent.ImageStarted>().Select(e => e.Image), Is.Unique);
    }

    [Test]
    public async Task Fail_fast_stops_at_the_first_failure()
    {
        engine.Fail("ml");
        var results = await Run(true, "base", "ml <- base", "web <- ml", "router").RunAsync(CancellationToken.None);

        Assert.That(engine.Requests, Has.Count.EqualTo(1));
        Assert.That(results.OfType<ImageNotBuilt>().Select(r => $"{r.Image}: {r.Because}"), Is.EqualTo(new[]
        {
            "base: stopped because ml failed", "web: ml failed", "router: stopped because ml failed",
        }));
    }

    [Test]
    public async Task Image_can_be_awaited_before_the_others_are_done()
    {
        engine.Fail("base");
        var run = Run("base", "web <- base", "router");
        var second = new TaskCompletionSource();
        engine.SolveStarting = request => request.AppendLogs ? second.Task : Task.CompletedTask;
        var all = run.RunAsync(CancellationToken.None);

        Assert.That(await run.For("base").WaitAsync(TimeSpan.FromSeconds(10)), Is.TypeOf<ImageFailed>());
        Assert.That(await run.For("web").WaitAsync(TimeSpan.FromSeconds(10)), Is.EqualTo(new ImageNotBuilt("web", "base failed")));
        Assert.That(run.For("router").IsCompleted, Is.False);
        second.SetResult();
        Assert.That((await all)[2], Is.TypeOf<ImageBuilt>());
    }

    [Test]
    public async Task Skipped_image_is_known_at_once_and_each_result_is_told_once()
    {
        var results = await Run("base", "web <- base", "!ocr").RunAsync(CancellationToken.None);

        Assert.That(results[2], Is.EqualTo(new ImageSkipped("ocr", "not in the debian supply")));
        Assert.That(progress.Of<BuildEvent.ImageFinished>().Select(e => e.Result), Is.EquivalentTo(results));
    }

    [Test]
    public async Task Cancelled_run_gives_every_open_image_a_result()
    {
        using var cancelling = new CancellationTokenSource();
        engine.SolveStarting = _ => Task.Delay(Timeout.Infinite, cancelling.Token);
        var run = Run("base", "web <- base");
        var all = run.RunAsync(cancelling.Token);
        await cancelling.CancelAsync();

        Assert.That(async () => await all, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await run.For("web"), Is.EqualTo(new ImageNotBuilt("web", "cancelled")));
    }

    [Test]
    public void Lost_engine_fails_every_image()
    {
        engine.IsLost = true;
        var run = Run("base", "web <- base");

        Assert.That(async () => await run.RunAsync(CancellationToken.None), Throws.TypeOf<StrataException>());
        Assert.That(async () => await run.For("web"), Throws.TypeOf<StrataException>().With.Property(nameof(StrataException.ExitCode)).EqualTo(ExitCode.Unreachable));
    }

    [Test]
    public async Task What_stands_on_a_verified_image_waits_for_its_check()
    {
        var isChecked = new TaskCompletionSource();
        var run = Run((built, _) =>
        {
            Assert.That(built.Image, Is.EqualTo("ml*"));
            Assert.That(engine.Requests, Has.Count.EqualTo(1));
            isChecked.SetResult();
            return Task.FromResult<Problem?>(null);
        }, "base", "ml* <- base", "web <- ml*", "top <- web", "router <- base");
        engine.SolveStarting = request => request.AppendLogs && !isChecked.Task.IsCompleted ? throw new InvalidOperationException("too early") : Task.CompletedTask;
        var results = await run.RunAsync(CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(results, Is.All.TypeOf<ImageBuilt>());
            Assert.That(engine.Requests.Select(r => string.Join(' ', r.Targets.Select(t => t.Name))), Is.EqualTo(new[] { "base ml* router", "base ml* web top" }));
        });
    }

    [Test]
    public async Task A_failing_check_fails_the_image_and_what_stands_on_it_but_nothing_else()
    {
        engine.Exported = _ => Task.CompletedTask;
        var problem = new Problem("verifying 'ml*'", "the check 'import torch' ended with exit code 1");
        var results = await Run((_, _) => Task.FromResult<Problem?>(problem), "base", "ml* <- base", "web <- ml*", "router").RunAsync(CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(results[1], Is.EqualTo(new ImageFailed("ml*", problem)));
            Assert.That(results[2], Is.EqualTo(new ImageNotBuilt("web", "ml* failed")));
            Assert.That(results.OfType<ImageBuilt>().Select(r => r.Image), Is.EqualTo(new[] { "base", "router" }));
            Assert.That(engine.Requests, Has.Count.EqualTo(1));
            Assert.That(progress.Of<BuildEvent.ImageFinished>().Select(e => e.Result.Image), Is.EquivalentTo(new[] { "base", "ml*", "web", "router" }));
        });
    }

    [Test]
    public async Task What_was_left_to_a_host_is_one_round_and_verified_all_the_same()
    {
        engine.Exported = _ => Task.CompletedTask;
        var problem = new Problem("verifying 'ml*'", "the check 'import torch' ended with exit code 1");
        var results = await Run(engine, false, ["base", "ml* <- base", "web <- ml*"], (_, _) => Task.FromResult<Problem?>(problem), takesUp: true).RunAsync(CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(engine.Requests.Select(r => string.Join(' ', r.Targets.Select(t => t.Name))), Is.EqualTo(new[] { "base ml* web" }));
            Assert.That(results[1], Is.EqualTo(new ImageFailed("ml*", problem)));
        });
    }

    [Test]
    public async Task What_a_job_on_a_host_left_undone_is_built_as_ever_in_parts_and_on_verified_images()
    {
        engine.Fail("bad");
        var results = await Run(engine, false, ["bad", "ml*", "a", "b", "web <- ml*"], (_, _) => Task.FromResult<Problem?>(null), takesUp: true, mostAtOnce: 2).RunAsync(CancellationToken.None);

        Assert.That(results.Skip(1), Is.All.TypeOf<ImageBuilt>());
        Assert.That(engine.Requests.Select(r => string.Join(' ', r.Targets.Select(t => t.Name))), Is.EqualTo(new[] { "bad ml* a b web", "ml* a", "ml* b web" }));
    }

    [Test]
    public async Task An_image_is_verified_while_others_are_still_built()
    {
        var rest = new TaskCompletionSource();
        engine.Exported = image => image == "ml*" ? rest.Task : Task.CompletedTask;
        var run = Run((_, _) => Task.FromResult<Problem?>(null), "ml*", "router", "web <- ml*");
        var whole = run.RunAsync(CancellationToken.None);

        Assert.That(await run.For("ml*").WaitAsync(TimeSpan.FromSeconds(30)), Is.TypeOf<ImageBuilt>());
        Assert.That(run.For("router").IsCompleted, Is.False);
        rest.SetResult();
        Assert.That(await whole, Is.All.TypeOf<ImageBuilt>());
    }

    [Test]
    public async Task Cancelling_waits_for_a_check_to_take_away_what_it_started()
    {
        using var cancelling = new CancellationTokenSource();
        var isTidy = false;
        var run = Run(async (_, token) =>
        {
            await cancelling.CancelAsync();
            await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Yield();
            isTidy = true;
            token.ThrowIfCancellationRequested();
            return null;
        }, "ml*", "web <- ml*");

        Assert.That(async () => await run.RunAsync(cancelling.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(isTidy, Is.True);
        Assert.That(await run.For("ml*"), Is.EqualTo(new ImageNotBuilt("ml*", "cancelled")));
    }

    [Test]
    public async Task Images_of_two_machines_wait_for_each_other_and_meet_by_reference()
    {
        var carried = new List<string>();
        var run = Run("base", "ml@far <- base", "web <- ml@far", "router", "ocr@far <- ml@far", hosts: carried);
        var results = await run.RunAsync(CancellationToken.None);

        Assert.That(results, Is.All.TypeOf<ImageBuilt>());
        Assert.That(engine.Requests.Select(r => string.Join(' ', r.Targets.Select(t => t.Name))), Is.EqualTo(new[] { "base router", "ml@far ocr@far", "web" }));
        Assert.That(carried, Is.EqualTo(new[] { "base", "ml@far" }));
        Assert.That(engine.Requests[1].Targets[0].Contexts["base"], Is.EqualTo(new ContextSource.Image("registry/base:fp@sha256:carried-base")));
        Assert.That(engine.Requests[1].Targets[1].Contexts["ml@far"], Is.EqualTo(new ContextSource.Target("ml@far")));
        Assert.That((run.DigestBelow("ml@far", "base"), run.DigestBelow("ocr@far", "ml@far")), Is.EqualTo(("sha256:carried-base", (string?)null)));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Machines_that_do_not_wait_for_each_other_build_at_once(CancellationToken cancellation)
    {
        var (here, there) = (new TaskCompletionSource(), new TaskCompletionSource());
        engine.SolveStarting = request =>
        {
            var (own, other) = request.Targets[0].Name.Contains('@') ? (there, here) : (here, there);
            own.TrySetResult();
            return other.Task;
        };

        Assert.That(await Run("base", "ocr@far").RunAsync(cancellation), Is.All.TypeOf<ImageBuilt>());
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Machine_that_is_lost_ends_the_others(CancellationToken cancellation)
    {
        engine.SolveStarting = request => request.Targets[0].Name.Contains('@')
            ? Task.FromException(new StrataException(ExitCode.Unreachable, new Problem("far", "was lost")))
            : Task.Delay(Timeout.Infinite, CancellationToken.None);
        var run = Run("base", "ocr@far", "web <- base");

        await Assert.ThatAsync(() => run.RunAsync(cancellation), Throws.TypeOf<StrataException>().With.Message.Contains("was lost"));
        await Assert.ThatAsync(() => run.For("web"), Throws.TypeOf<StrataException>());
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Fail_fast_ends_what_other_machines_build(CancellationToken cancellation)
    {
        var isBuilding = new TaskCompletionSource();
        engine.Fail("ocr@far");
        engine.SolveStarting = request =>
        {
            if (request.Targets[0].Name.Contains('@'))
            {
                return isBuilding.Task;
            }

            isBuilding.SetResult();
            return Task.Delay(Timeout.Infinite, CancellationToken.None);
        };
        var results = await Run(true, "base", "ocr@far").RunAsync(cancellation);

        Assert.That(results[0], Is.EqualTo(new ImageNotBuilt("base", "stopped because ocr@far failed")));
        Assert.That(results[1], Is.TypeOf<ImageFailed>());
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Fail_fast_lets_no_other_machine_go_on_while_a_slow_terminal_is_told(CancellationToken cancellation)
    {
        engine.Fail("bad");
        engine.SolveStarting = async _ => await Task.Yield();
        progress.Hearing = happened => Thread.Sleep(happened is BuildEvent.ImageFinished { Result: ImageNotBuilt } ? 100 : 0);
        var results = await Run(true, "bad", "base", "web@far <- base", "app@far <- web@far").RunAsync(cancellation);

        Assert.That(results[0], Is.TypeOf<ImageFailed>());
        Assert.That(results[1..], Is.All.TypeOf<ImageNotBuilt>());
    }

    [Test]
    public async Task Failure_on_one_machine_stops_what_stands_on_it_on_the_other_and_nothing_else()
    {
        engine.Fail("ml@far");
        var results = await Run("base", "ml@far <- base", "web <- ml@far", "ocr@far").RunAsync(CancellationToken.None);

        Assert.That(results.Select(r => r.GetType().Name), Is.EqualTo(new[] { nameof(ImageBuilt), nameof(ImageFailed), nameof(ImageNotBuilt), nameof(ImageBuilt) }));
        Assert.That(results[2], Is.EqualTo(new ImageNotBuilt("web", "ml@far failed")));
    }

    [Test]
    public void Registry_that_refuses_an_image_between_machines_fails_what_is_open()
    {
        var run = new ImageBuildRun(
            new BuildPlan(Supply.Debian, [Step("base"), Step("web@far")]), new SolveRequest([Recorded.Target("base", "FROM scratch"), Recorded.Target("web@far", "FROM scratch", "base")], "/src", "/logs"), engine, progress)
        {
            HostOf = HostOf,
            Carry = (_, _) => throw new StrataException(ExitCode.Registry, new Problem("pushing 'base'", "401")),
        };

        Assert.That(async () => await run.RunAsync(CancellationToken.None), Throws.TypeOf<StrataException>().With.Property("ExitCode").EqualTo(ExitCode.Registry));
        Assert.That(run.Known("base"), Is.TypeOf<ImageBuilt>(), "what was built is remembered");

        static PlanStep Step(string name) => new(new ImageDefinition { Name = name, Target = name, Dockerfile = $"docker/{name}/Dockerfile" }, PlanAction.Build, "new");
    }

    [Test]
    public void Any_graph_on_any_machines_is_built_as_far_as_possible()
    {
        var graphs = from count in Gen.Choose(1, 12)
                     from parents in Gen.Choose(0, int.MaxValue).ListOf(count)
                     from hosts in Gen.Choose(0, 3).ListOf(count)
                     from failing in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true))).ListOf(count)
                     select (Parents: parents.Select((p, i) => i == 0 || p % 3 == 0 ? -1 : p % i).ToArray(), Hosts: hosts.ToArray(), Failing: failing.ToArray());

        Prop.ForAll(graphs.ToArbitrary(), graph =>
        {
            var scripted = new ScriptedEngine { SolveStarting = async _ => await Task.Yield() }.Fail([.. graph.Failing.Select((f, i) => (f, i)).Where(x => x.f).Select(x => Name(x.i))]);
            var images = graph.Parents.Select((p, i) => p < 0 ? Name(i) : $"{Name(i)} <- {Name(p)}").ToArray();
            var results = Run(scripted, false, images).RunAsync(CancellationToken.None).GetAwaiter().GetResult();
            bool IsPossible(int i) => !graph.Failing[i] && (graph.Parents[i] < 0 || IsPossible(graph.Parents[i]));
            string Name(int i) => graph.Hosts[i] == 0 ? $"i{i}" : $"i{i}@m{graph.Hosts[i]}";

            Assert.That(results.Select(r => r is ImageBuilt), Is.EqualTo(graph.Parents.Select((_, i) => IsPossible(i))));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Test]
    public void Any_graph_and_failures_take_at_most_a_round_more_than_failures_and_build_all_that_is_possible()
    {
        var graphs = from count in Gen.Choose(1, 12)
                     from parents in Gen.Choose(0, int.MaxValue).ListOf(count)
                     from failing in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true))).ListOf(count)
                     select (Parents: parents.Select((p, i) => i == 0 || p % 3 == 0 ? -1 : p % i).ToArray(), Failing: failing.ToArray());

        Prop.ForAll(graphs.ToArbitrary(), graph =>
        {
            var scripted = new ScriptedEngine().Fail([.. graph.Failing.Select((f, i) => (f, i)).Where(x => x.f).Select(x => $"i{x.i}")]);
            var images = graph.Parents.Select((p, i) => p < 0 ? $"i{i}" : $"i{i} <- i{p}").ToArray();
            var results = Run(scripted, false, images).RunAsync(CancellationToken.None).GetAwaiter().GetResult();
            bool IsPossible(int i) => !graph.Failing[i] && (graph.Parents[i] < 0 || IsPossible(graph.Parents[i]));

            Assert.That(results.Select(r => r is ImageBuilt), Is.EqualTo(graph.Parents.Select((_, i) => IsPossible(i))));
            Assert.That(scripted.Requests.Count, Is.LessThanOrEqualTo(results.Count(r => r is ImageFailed) + 1));
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Loses all jobs when there are too many.</summary>
    private sealed class CrampedEngine(ScriptedEngine engine, int most) : IBuildEngine
    {
        public Task<ImmutableArray<ImageResult>> SolveAsync(SolveRequest request, IBuildProgress progress, CancellationToken cancellation) =>
            request.Targets.Length <= most ? engine.SolveAsync(request, progress, cancellation)
            : Task.FromResult<ImmutableArray<ImageResult>>([.. request.Targets.Select(t => new ImageNotBuilt(t.Name, "the engine lost its job"))]);
    }

    /// <summary>Does not find what its cache should have of an image, whatever it is asked or until it is asked without the cache.</summary>
    private sealed class ForgetfulEngine(ScriptedEngine engine, string image, bool always = false) : IBuildEngine
    {
        public async Task<ImmutableArray<ImageResult>> SolveAsync(SolveRequest request, IBuildProgress progress, CancellationToken cancellation)
        {
            if (request.Targets.FirstOrDefault(t => t.Name == image) is not { } own || own.NoCache && !always)
            {
                return await engine.SolveAsync(request, progress, cancellation);
            }

            var others = request.Targets.Where(t => t.Name != image && request.Ancestors(t.Name).All(a => a.Name != image));
            var rest = await engine.SolveAsync(request with { Targets = [.. others] }, progress, cancellation);
            return [.. rest, new ImageFailed(image, new Problem(own.Dockerfile, "snapshot x does not exist: not found")) { IsStepLost = true }];
        }
    }

    /// <summary>Loses the job of an image, once or always.</summary>
    private sealed class LosingEngine(ScriptedEngine engine, string image, bool always = false) : IBuildEngine
    {
        private bool _isOver;

        public async Task<ImmutableArray<ImageResult>> SolveAsync(SolveRequest request, IBuildProgress progress, CancellationToken cancellation)
        {
            if (_isOver && !always)
            {
                return await engine.SolveAsync(request, progress, cancellation);
            }

            _isOver = true;
            var rest = await engine.SolveAsync(request with { Targets = [.. request.Targets.Where(t => t.Name != image)] }, progress, cancellation);
            return [.. rest, new ImageNotBuilt(image, "the engine lost its job")];
        }
    }

    private static string? HostOf(string image) => image.Contains('@', StringComparison.Ordinal) ? image.Split('@')[1] : null;

    private ImageBuildRun Run(params string[] images) => Run(engine, false, images);

    private ImageBuildRun Run(string first, string second, string third, string fourth, string fifth, List<string> hosts) => Run(engine, false, [first, second, third, fourth, fifth], null, hosts);

    private ImageBuildRun Run(Func<ImageBuilt, CancellationToken, Task<Problem?>> verify, params string[] images) => Run(engine, false, images, verify);

    private ImageBuildRun Run(bool failFast, params string[] images) => Run(engine, failFast, images);

    /// <summary>Images as text: <c>web &lt;- base</c>, <c>!skipped</c>, <c>verified*</c>, <c>image@host</c>.</summary>
    private ImageBuildRun Run(IBuildEngine on, bool failFast, string[] images, Func<ImageBuilt, CancellationToken, Task<Problem?>>? verify = null, List<string>? carried = null, bool takesUp = false, int mostAtOnce = BuildxEngine.MostTargets)
    {
        var steps = new List<PlanStep>();
        var targets = new List<SolveTarget>();
        foreach (var words in images.Select(i => i.Split(" <- ")))
        {
            var name = words[0].TrimStart('!');
            var isSkipped = words[0] != name;
            var image = new ImageDefinition { Name = name, Target = name, Dockerfile = $"docker/{name}/Dockerfile", IsVerified = name.EndsWith('*') };
            steps.Add(isSkipped ? new PlanStep(image, PlanAction.Skip, "not in the debian supply") : new PlanStep(image, PlanAction.Build, "new"));
            if (!isSkipped)
            {
                targets.Add(Recorded.Target(name, "FROM scratch", words[1..]));
            }
        }

        return new ImageBuildRun(new BuildPlan(Supply.Debian, [.. steps]), new SolveRequest([.. targets], "/src", "/logs"), on, progress, failFast)
        {
            Verify = verify,
            TakesUp = takesUp,
            MostAtOnce = mostAtOnce,
            HostOf = HostOf,
            Carry = (image, _) =>
            {
                carried?.Add(image.Image);
                return Task.FromResult($"registry/{image.Image}:fp@sha256:carried-{image.Image}");
            },
        };
    }
}
