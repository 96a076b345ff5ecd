using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Strata.Engine.BuildKit;
using Strata.Testing.BuildKit;

namespace Strata.Engine.Tests.BuildKit;

public sealed class SolveProgressTests
{
    [Test]
    public void Shared_step_belongs_to_the_image_whose_Dockerfile_it_stands_in()
    {
        var progress = Read("built.rawjson").Progress;

        var steps = progress.Of<BuildEvent.StepFinished>().Where(s => s.Step.Count > 0).Select(s => $"{s.Image}: {s.Step.Text.Split(' ')[0]} {s.Step.Stage}".Trim());
        Assert.That(steps, Is.EquivalentTo(new[]
        {
            "base-runtime: COPY", "base-runtime: RUN", "base-runtime: RUN", "base-ml: RUN deps", "base-ml: COPY stage-1", "svc-a: RUN", "svc-b: RUN",
        }));
    }

    [Test]
    public void Each_vertex_starts_before_it_finishes_and_does_so_once()
    {
        var open = new Dictionary<(string, BuildStep), int>();
        foreach (var happened in Read("built.rawjson").Progress.Events)
        {
            switch (happened)
            {
                case BuildEvent.StepStarted started:
                    open[(started.Image, started.Step)] = open.GetValueOrDefault((started.Image, started.Step)) + 1;
                    break;
                case BuildEvent.StepFinished finished:
                    Assert.That(open[(finished.Image, finished.Step)]--, Is.EqualTo(1), finished.ToString());
                    break;
            }
        }

        Assert.That(open.Where(o => o.Value != 0), Is.Empty);
    }

    [Test]
    public void Secret_that_a_step_prints_is_masked_also_when_it_comes_in_pieces()
    {
        var progress = new RecordedProgress();
        var request = Recorded.Request with { Targets = [Recorded.Target("web", "FROM scratch\nRUN show\n")] };
        var reader = new SolveProgress(request, progress) { Secrets = [new Strata.Engine.Hosts.Secret("hunter2-canary")] };
        reader.Read("""{"vertexes":[{"digest":"sha256:1","name":"[web 1/1] RUN show","started":"2026-01-01T00:00:00Z"}]}""");
        foreach (var piece in new[] { "it is hunter2", "-canary\n" })
        {
            reader.Read($$"""{"logs":[{"vertex":"sha256:1","stream":1,"data":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(piece))}}"}]}""");
        }

        reader.Read("ERROR: hunter2-canary was wrong");
        Assert.That(progress.Of<BuildEvent.StepOutput>().Select(o => o.Line), Is.EqualTo(new[] { "it is ***" }));
        Assert.That(reader.Messages, Is.EqualTo(new[] { "ERROR: *** was wrong" }));
    }

    [Test]
    public void Time_and_steps_are_counted_for_the_images_own_steps()
    {
        var reader = Read("built.rawjson").Reader;

        var runtime = reader.Measure("base-runtime");
        var service = reader.Measure("svc-a");
        Assert.Multiple(() =>
        {
            Assert.That((runtime.Steps, runtime.CachedSteps), Is.EqualTo((3, 0)));
            Assert.That(runtime.Duration.TotalSeconds, Is.InRange(0.9, 1.2));
            Assert.That((service.Steps, service.CachedSteps), Is.EqualTo((1, 0)));
            Assert.That(service.Duration.TotalSeconds, Is.InRange(0.2, 0.4), "waiting for base-ml is not in it");
            Assert.That(Read("failed.rawjson").Reader.Measure("base-ml").CachedSteps, Is.EqualTo(2));
        });
    }

    [Test]
    public void Image_is_told_with_its_digest_when_its_export_is_complete()
    {
        var progress = Read("built.rawjson").Progress;
        var exports = progress.Of<BuildEvent.ImageExported>();

        Assert.That(exports.Select(e => e.Image), Is.EqualTo(new[] { "base-runtime", "base-ml", "svc-b", "svc-a" }), "in the order of their ends");
        Assert.That(exports[0].Digest, Is.EqualTo("sha256:315a62cdcabab14d103159525b75505da69f083fc2bd2ec2c0367611d745953c"));
        Assert.That(exports[0].Steps, Is.EqualTo(3));
        var events = progress.Events.ToList();
        Assert.That(
            events.IndexOf(exports[0]),
            Is.LessThan(events.FindIndex(e => e is BuildEvent.StepFinished { Image: "svc-a", Step.Count: > 0 })),
            "base-runtime is told while svc-a is still built");
    }

    [Test]
    public void Progress_bar_of_carriage_returns_ends_as_its_last_state()
    {
        var lines = Read("built.rawjson").Progress.Of<BuildEvent.StepOutput>().Where(o => o.Image == "base-ml").Select(o => o.Line).ToArray();

        Assert.That(lines, Is.EqualTo(new[] { "one", "a 100%", "two" }));
    }

    [Test]
    public void Failure_tells_line_command_exit_code_and_last_lines()
    {
        var failures = Read("failed.rawjson").Reader.Failures();

        Assert.That(failures.Keys, Is.EqualTo(new[] { "bad" }));
        var problem = failures["bad"];
        Assert.Multiple(() =>
        {
            Assert.That(problem.Place, Is.EqualTo("docker/bad/Dockerfile:3"));
            Assert.That(problem.What, Does.StartWith("RUN for i in 1 2 3").And.EndsWith("... exited with code 100"));
            Assert.That(problem.Excerpt!.Split('\n'), Has.Length.EqualTo(10).And.Contains("line 13"));
            Assert.That(problem.Next, Is.EqualTo("the whole log is /logs/bad.log"));
        });
    }

    [TestCase("dockerfile parse error on line 3: unknown instruction: RUNN", "docker/svc-a/Dockerfile:3")]
    [TestCase("base-ml:dev: not found", "docker/svc-a/Dockerfile:7")]
    public void Failure_without_a_step_comes_from_the_last_words_of_bake(string what, string place)
    {
        var reader = new SolveProgress(Recorded.Request, new RecordedProgress());
        foreach (var line in new[] { "Dockerfile:7", "--------------------", "   7 | >>> FROM base-ml", $"ERROR: target svc-a: failed to solve: {what}" })
        {
            reader.Read(line);
        }

        Assert.That(reader.Failures()["svc-a"], Is.EqualTo(new Problem(place, what, null, "   7 | >>> FROM base-ml")));
    }

    [Test]
    public void Cancelled_step_is_no_failure()
    {
        var reader = new SolveProgress(Recorded.Request, new RecordedProgress());
        reader.Read("""{"vertexes":[{"digest":"sha256:1","name":"[svc-a 1/2] RUN echo svc-a > /svc","started":"2026-01-01T00:00:00Z","completed":"2026-01-01T00:00:01Z","error":"process \"x\" did not complete successfully: exit code: 137: context canceled: context canceled"}]}""");
        reader.Read("ERROR: target svc-a: failed to solve: Canceled: context canceled");

        Assert.That(reader.Failures(), Is.Empty);
    }

    [TestCase("target svc-a: failed to solve: NotFound: forwarding Ping: no such job uoq96snyj4onfnut501t3yhzj")]
    [TestCase("target svc-a: failed to receive status: rpc error: code = NotFound desc = no such job 3lbxppfsibfwl7laizs93arcs")]
    [TestCase("target svc-a: failed to solve: failed to get status: error getting writer status: EOF")]
    [TestCase("target svc-a: failed to get status: rpc error: code = Canceled desc = rpc error: code = Canceled desc = context canceled")]
    [TestCase("target svc-a: failed to solve: image \"docker.io/library/svc-a:v1\": already exists")]
    public void Job_that_the_engine_lost_is_no_failure(string said)
    {
        var reader = new SolveProgress(Recorded.Request, new RecordedProgress());
        Assert.That(reader.HasLostJob, Is.False);
        reader.Read($"ERROR: {said}");

        Assert.That((reader.HasLostJob, reader.Failures().Count), Is.EqualTo((true, 0)));
    }

    [TestCase("failed to push registry/svc-a: failed to get status: rpc error: code = Unavailable desc = connection refused")]
    [TestCase("failed to copy: failed to get status: error getting writer status: no space left on device")]
    public void Failure_that_only_sounds_like_a_lost_job_is_one(string said)
    {
        var reader = new SolveProgress(Recorded.Request, new RecordedProgress());
        reader.Read($"ERROR: target svc-a: failed to solve: {said}");

        Assert.That((reader.HasLostJob, reader.Failures().Count), Is.EqualTo((false, 1)));
    }

    [Test]
    public void Equal_steps_of_parent_and_child_go_to_the_one_each_stands_in()
    {
        var request = Recorded.Request with
        {
            Targets = [Recorded.Target("base", "FROM scratch\nCOPY a /a"), Recorded.Target("child", "FROM base\nCOPY a /a\nCOPY b /b", "base")],
        };
        var progress = new RecordedProgress();
        new SolveProgress(request, progress).Read("""
            {"vertexes":[{"digest":"sha256:2","inputs":["sha256:1"],"name":"[child 1/3] COPY a /a","started":"2026-01-01T00:00:01Z"},
            {"digest":"sha256:1","name":"[child 1/1] COPY a /a","started":"2026-01-01T00:00:00Z"}]}
            """.Replace("\n", ""));

        Assert.That(progress.Of<BuildEvent.StepStarted>().Select(s => s.Image), Is.EqualTo(new[] { "child", "base" }));
    }

    [Test]
    public void Step_with_variables_and_FROM_with_a_digest_are_found()
    {
        var request = Recorded.Request with { Targets = [Recorded.Target("web", "FROM python:3\nARG V\nCOPY app-${V}/ /app\nRUN <<EOT\necho hi\nEOT\nWORKDIR $HOME/x")] };
        var owners = new StepOwners(request);
        int Line(string name) => owners.Find(name, VertexName.Parse(name, owners.IsTarget))!.Value.Line;

        Assert.Multiple(() =>
        {
            Assert.That(Line("[web 1/4] FROM docker.io/library/python:3@sha256:00"), Is.EqualTo(1));
            Assert.That(Line("[web 2/4] COPY app-7/ /app"), Is.EqualTo(3));
            Assert.That(Line("[web 3/4] RUN <<EOT (echo hi...)"), Is.EqualTo(4));
            Assert.That(Line("[web linux/arm64 4/4] WORKDIR /root/x"), Is.EqualTo(7));
            Assert.That(Line("[web] exporting to image"), Is.Zero);
        });
    }

    [Test]
    public void Output_split_inside_a_character_is_put_together()
    {
        var progress = new RecordedProgress();
        var reader = new SolveProgress(Recorded.Request, progress);
        reader.Read("""{"vertexes":[{"digest":"sha256:1","name":"[svc-a 1/2] RUN echo svc-a > /svc","started":"2026-01-01T00:00:00Z"}]}""");
        foreach (var b in Encoding.UTF8.GetBytes("gr\u00fcn \u001b[32mok\u001b[0m\r\nend"))
        {
            reader.Read(JsonSerializer.Serialize(new { logs = new[] { new { vertex = "sha256:1", stream = 1, data = new[] { b } } } }));
        }

        reader.Read("""{"vertexes":[{"digest":"sha256:1","name":"[svc-a 1/2] RUN echo svc-a > /svc","started":"2026-01-01T00:00:00Z","completed":"2026-01-01T00:00:01Z"}]}""");
        Assert.That(progress.Of<BuildEvent.StepOutput>().Select(o => o.Line), Is.EqualTo(new[] { "gr\u00fcn ok", "end" }));
    }

    [Test]
    public void Any_line_is_taken()
    {
        var real = Recorded.Lines("failed.rawjson");
        var damaged = from line in Gen.Elements(real) from at in Gen.Choose(0, line.Length - 1) from c in Gen.Elements('{', '}', '"', 'n', '0', '\\', ']', '\u0001')
                      from cut in Gen.Elements(true, false) select cut ? line[..at] : line[..at] + c + line[(at + 1)..];
        var odd = Gen.Elements("{}", "[]", "{\"vertexes\":null}", "{\"vertexes\":[null,1,{\"digest\":1,\"inputs\":[{},3]}]}", "{\"logs\":[{\"data\":\"%\"}]}", "{\"vertexes\":[{\"digest\":\"\\ud800\"}]}");
        var any = Gen.OneOf(damaged, odd, ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""));

        Prop.ForAll(any.ListOf(30).ToArbitrary(), lines =>
        {
            var reader = new SolveProgress(Recorded.Request, new RecordedProgress());
            foreach (var line in lines)
            {
                reader.Read(line);
            }

            reader.Failures();
            reader.Measure("base-ml");
        }).QuickCheckThrowOnFailure();
    }

    private static (SolveProgress Reader, RecordedProgress Progress) Read(string name)
    {
        var progress = new RecordedProgress();
        var reader = new SolveProgress(Recorded.Request, progress);
        foreach (var line in Recorded.Lines(name))
        {
            reader.Read(line);
        }

        return (reader, progress);
    }
}
