using System.Collections.Immutable;
using Strata.Graph;
using Strata.Testing;

namespace Strata.Tests.Graph;

public class ImageGraphProblemTests
{
    private const string At10 = "build/Build.Images.cs:10: image ";
    private const string At11 = "build/Build.Images.cs:11: image ";

    [TestCase("a <- a", "build/Build.Images.cs:10: images stand on each other: a -> a; take one of these parents away")]
    [TestCase("x <- b; a <- b; b <- c; c <- a; d <- c", "build/Build.Images.cs:11: images stand on each other: a -> b -> c -> a; take one of these parents away")]
    public void A_cycle_starts_where_the_user_declared_first(string graph, string problem) => Assert.That(Problems(graph), Does.Contain(problem));

    [Test]
    public void Two_cycles_are_two_problems_and_what_lies_between_is_none()
    {
        var problems = Problems("a <- b; b <- a; between <- b; c <- d between; d <- c");
        Assert.That(problems, Has.Length.EqualTo(2));
        Assert.That(problems[1], Does.Contain("c -> d -> c"));
    }

    [Test]
    public void An_unknown_name_in_from_suggests_the_nearest() =>
        Assert.That(
            Problems(Graphs.Parse("base-ml; svc-ocr <- base-ml").WithDockerfile("svc-ocr", "# c\n\nFROM bse-ml\nCOPY --from=base-ml a b\n")),
            Is.EqualTo(new[] { At11 + "'svc-ocr': docker/svc-ocr/Dockerfile:3 starts FROM 'bse-ml', which is no image of the graph and no upstream; did you mean 'base-ml'?" }));

    [TestCase("FROM scratch\nCOPY --from=nginx a b", "docker/svc/Dockerfile:2 copies from 'nginx', which is no image of the graph and no upstream; declare it as an upstream with .From(...)")]
    [TestCase("FROM scratch\nRUN --mount=from=ot,target=/x a", "docker/svc/Dockerfile:2 mounts from 'ot', which is no image of the graph and no upstream; declare it as an upstream with .From(...)")]
    [TestCase("FROM later\nFROM scratch AS later\nCOPY --from=0 a b", "docker/svc/Dockerfile:1 starts FROM 'later', which is no image of the graph and no upstream; the stage of that name stands further down, at line 2")]
    [TestCase("FROM python:3.12-slim", "docker/svc/Dockerfile:1 starts FROM 'python:3.12-slim', which is no image of the graph and no upstream; declare it with .From(...), as 'other' does")]
    [TestCase("FROM other", "docker/svc/Dockerfile:1 starts FROM 'other', which is an image of the graph but no parent of this one; add .From(Other)")]
    [TestCase("FROM svc", "docker/svc/Dockerfile:1 starts FROM 'svc', which is the image itself; name another image, or declare it as an upstream")]
    public void A_name_that_is_not_declared_is_a_problem(string dockerfile, string problem) =>
        Assert.That(Problems(Graphs.Parse("other <- python; svc").WithDockerfile("svc", dockerfile)), Is.EqualTo(new[] { $"{At11}'svc': {problem}" }));

    [Test]
    public void Another_tag_of_an_upstream_is_another_image() =>
        Assert.That(
            Problems(Graphs.Parse("svc <- python").WithDockerfile("svc", "FROM python:3.13\nFROM python:3.12-slim\nCOPY --from=0 a b")).Single(),
            Does.EndWith("'python:3.13', which is no image of the graph and no upstream; the upstream declared is 'python:3.12-slim'"));

    [TestCase("COPY --from=build /out /app", "build")]
    [TestCase("COPY --from=0 /out /app", "0")]
    [TestCase("COPY --from=ghcr.io/x/y:1 /out /app", "ghcr.io/x/y:1")]
    [TestCase("RUN --mount=target=/a --mount=from=build,target=/x make", "build")]
    public void What_a_trigger_reads_from_elsewhere_is_a_problem_where_images_of_the_graph_start_from_it(string trigger, string from) =>
        Assert.That(
            Problems(Graphs.Parse("base; job <- base; web <- base")
                .WithDockerfile("base", $"FROM scratch\nONBUILD {trigger}\n")
                .WithDockerfile("web", "FROM scratch AS build\nCOPY src .\nFROM base\n")),
            Is.EqualTo(new[]
            {
                $"build/Build.Images.cs:10: image 'base': docker/base/Dockerfile:2 has ONBUILD read from '{from}', which would count as no input of 'job', 'web'; "
                + "write that instruction in their Dockerfiles, without ONBUILD",
            }));

    [TestCase("FROM scratch\nONBUILD COPY --from=build /out /app\n", "FROM scratch\nCOPY --from=base a b\n")]
    [TestCase("FROM scratch AS build\nFROM scratch AS below\nONBUILD COPY --from=build /out /app\nFROM below\n", "FROM base\n")]
    [TestCase("FROM scratch\nONBUILD COPY src .\nONBUILD RUN --mount=type=cache,target=/c --mount=target=/x make\n", "FROM base\n")]
    public void Triggers_that_run_nowhere_else_or_read_the_context_are_none(string below, string dockerfile) =>
        Assert.That(() => Graphs.Parse("base; web <- base").WithDockerfile("base", below).WithDockerfile("web", dockerfile).Create(), Throws.Nothing);

    [TestCase("RUN --mount=type=secret,id=token,required=true a", "docker/svc/Dockerfile:2 requires the secret 'token', which is not declared; add .Secret(\"token\", variable: \"...\")")]
    [TestCase("RUN --mount=type=secret,id=token,required=true a", null, "token=A")]
    [TestCase("RUN --mount=type=secret,id=token a", null)]
    [TestCase("RUN --mount=type=secret,id=token a", "the secret 'token' is declared twice, from the variable 'A' and from the variable 'B'; keep one", "token=A", "token=B")]
    [TestCase("RUN a", "the secret 'to,ken' has no valid id; use letters, digits, '_', '.' and '-'", "to,ken=A")]
    public void Secrets_are_declared_once_and_those_that_a_step_requires_are_declared(string run, string? problem, params string[] secrets)
    {
        var graph = Graphs.Parse("other; svc").WithDockerfile("svc", $"FROM scratch\n{run}\n")
            .With("svc", d => d with { Secrets = [.. secrets.Select(s => s.Split('=')).Select(s => new BuildSecret(s[0], s[1], null))] });
        if (problem is null)
        {
            Assert.That(() => graph.Create(), Throws.Nothing);
        }
        else
        {
            Assert.That(Problems(graph), Is.EqualTo(new[] { $"{At11}'svc': {problem}" }));
        }
    }

    [Test]
    public void What_is_declared_has_to_be_used() =>
        Assert.That(Problems(Graphs.Parse("base; svc <- base python").WithDockerfile("svc", "FROM base AS unused\nFROM scratch\n")), Is.EqualTo(new[]
        {
            At11 + "'svc': it is declared to stand on 'base', but what docker/svc/Dockerfile builds does not use it; write FROM base there, or take .From(Base) away",
            At11 + "'svc': the upstream 'python:3.12-slim' is declared, but what docker/svc/Dockerfile builds does not use it; take it away, or write it in FROM with this very tag",
        }));

    [Test]
    public void A_use_in_one_supply_is_a_use() =>
        Assert.That(
            Graphs.Parse("base; svc <- base python")
                .WithDockerfile("svc", "ARG STRATA_SUPPLY\nFROM base AS s-hub\nFROM python:3.12-slim AS s-debian\nFROM s-$STRATA_SUPPLY")
                .Create().Images,
            Has.Length.EqualTo(2));

    [Test]
    public void A_problem_of_the_other_supply_is_reported_too() =>
        Assert.That(
            Problems(Graphs.Parse("svc <- python").WithDockerfile("svc", "ARG STRATA_SUPPLY=hub\nFROM python:3.12-slim AS deps-hub\nFROM deps-${STRATA_SUPPLY}\n")),
            Is.EqualTo(new[] { At10 + "'svc': docker/svc/Dockerfile:3 starts FROM 'deps-debian', which is no image of the graph and no upstream; add a stage 'deps-debian', or say that the image is unavailable in that supply" }));

    [Test]
    public void An_upstream_without_a_debian_stand_in_needs_a_word_about_it()
    {
        var graph = Graphs.Parse("cuda <- nvidia:12").With("cuda", i => i with { Upstreams = [Upstream.Image("docker.io/library/nvidia", "12")] });
        Assert.That(Problems(graph).Single(), Is.EqualTo(
            At10 + "'cuda': docker/cuda/Dockerfile:1 starts FROM 'nvidia:12', which the debian supply has no stand-in for; add .FromDebian(...) to the upstream 'docker.io/library/nvidia:12', or say that the image is unavailable there"));
        Assert.That(graph.With("cuda", i => i with { Unavailable = i.Unavailable.Add(Supply.Debian, "no CUDA") }).Create().Images, Has.Length.EqualTo(1));
    }

    [Test]
    public void A_stage_must_not_be_named_as_an_image_that_is_used() =>
        Assert.That(
            Problems(Graphs.Parse("base; svc <- base").WithDockerfile("svc", "FROM base AS base\nRUN x\n")).Single(),
            Does.Contain("names a stage 'base', as the image that it uses is named, so BuildKit would take the image for the stage; give the stage another name"));

    [TestCase("a @80; b @80:81", "'b': port '80' is published by 'a' already; publish it at another port")]
    [TestCase("a @80; b @0:81", "'b': port '0' is out of range; use 1 to 65535")]
    [TestCase("a; b @70000", "'b': port '70000' is out of range; use 1 to 65535")]
    [TestCase("b; b", "'b': the name is taken by the image at build/Build.Images.cs:10; give one of the images another name")]
    [TestCase("a; b.c", "'b.c': the name is not valid for an image; use lower-case letters and digits, with single '-' or '_' between them")]
    [TestCase("a; Bc", "'Bc': the name is not valid for an image; use lower-case letters and digits, with single '-' or '_' between them")]
    [TestCase("a; scratch", "'scratch': BuildKit keeps the name 'scratch' for itself; choose another")]
    public void Names_and_ports_are_checked(string graph, string problem) => Assert.That(Problems(graph), Is.EqualTo(new[] { At11 + problem }));

    [Test]
    public void Equal_container_ports_are_fine() => Assert.That(Graphs.Create("a @8101:80; b @8102:80").Images, Has.Length.EqualTo(2));

    [Test]
    public void A_missing_dockerfile_or_context_names_the_nearest() =>
        Assert.That(
            Problems(Graphs.Parse("a; svc-ocr").With("svc-ocr", i => i with { Dockerfile = "docker/svc-orc/Dockerfile", Context = "dokcer/a" })),
            Is.EqualTo(new[]
            {
                At11 + "'svc-ocr': the context 'dokcer/a' does not exist; did you mean 'docker/a'?",
                At11 + "'svc-ocr': the Dockerfile 'docker/svc-orc/Dockerfile' does not exist; did you mean 'docker/svc-ocr/Dockerfile'?",
            }));

    [Test]
    public void Stage_and_build_arguments_have_to_exist() =>
        Assert.That(
            Problems(Graphs.Parse("a").WithDockerfile("a", "ARG VERSION\nFROM scratch AS run\n").With("a", i => i with
            {
                Stage = "rum",
                BuildArgs = i.BuildArgs.Add("VERSON", "1").Add("HTTP_PROXY", "x"),
            })),
            Is.EqualTo(new[]
            {
                At10 + "'a': the build argument 'VERSON' is declared nowhere in docker/a/Dockerfile; did you mean 'VERSION'?",
                "docker/a/Dockerfile: there is no stage 'rum'; did you mean 'run'?",
            }));

    [Test]
    public void All_problems_are_reported_together() =>
        Assert.That(
            Problems(Graphs.Parse("a; b; c").WithDockerfile("a", "RUM x").WithDockerfile("b", "FROM nope\nRUN <<E\n")).Select(p => p.Split(": ")[0]),
            Is.EqualTo(new[] { "docker/a/Dockerfile:1:1", "docker/b/Dockerfile:2:5" }));

    private static string[] Problems(string graph) => Problems(Graphs.Parse(graph));

    private static string[] Problems(Graphs graphs)
    {
        var error = Assert.Throws<DefinitionException>(() => graphs.Create())!;
        Assert.That(error.ExitCode, Is.EqualTo(ExitCode.WrongDefinition));
        return [.. error.Problems.Select(p => (p with { Excerpt = null }).ToString())];
    }
}
