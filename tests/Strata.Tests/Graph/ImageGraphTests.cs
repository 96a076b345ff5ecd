using System.Collections.Immutable;
using Strata.Graph;
using Strata.Oci;
using Strata.Testing;

namespace Strata.Tests.Graph;

public class ImageGraphTests
{
    private const string Stack = "router <- python; svc-ocr <- base-ml; base-runtime <- python; base-ml <- base-runtime; svc <- base-runtime router";
    private const string Sha = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Test]
    public void Parents_come_first_and_else_the_order_is_the_declared_one() =>
        Assert.That(Names(Graphs.Create(Stack).Images), Is.EqualTo("router base-runtime base-ml svc-ocr svc"));

    [Test]
    public void Relations_can_be_asked()
    {
        var graph = Graphs.Create(Stack);
        Assert.That(Names(graph.Parents(graph.Get("svc"))), Is.EqualTo("base-runtime router"));
        Assert.That(Names(graph.Children(graph.Get("base-runtime"))), Is.EqualTo("base-ml svc"));
        Assert.That(Names(graph.Ancestors(graph.Get("svc-ocr"))), Is.EqualTo("base-runtime base-ml"));
        Assert.That(Names(graph.Descendants(graph.Get("base-runtime"))), Is.EqualTo("base-ml svc-ocr svc"));
        Assert.That(graph.Levels.Select(Names), Is.EqualTo(new[] { "router base-runtime", "base-ml svc", "svc-ocr" }));
    }

    [Test]
    public void An_empty_graph_is_allowed() => Assert.That(Graphs.Create("").Levels, Is.Empty);

    [TestCase("svc-ocr")]
    [TestCase("SvcOcr")]
    [TestCase("svcocr")]
    [TestCase("SVC_OCR")]
    public void An_image_is_found_by_name_or_target(string name) => Assert.That(Graphs.Create(Stack).Get(name).Name, Is.EqualTo("svc-ocr"));

    [Test]
    public void An_unknown_name_suggests_the_nearest() =>
        Assert.That(
            () => Graphs.Create(Stack).Get("svc-orc"),
            Throws.TypeOf<DefinitionException>().With.Message.EqualTo("image 'svc-orc': the graph has no image of that name; did you mean 'svc-ocr'?"));

    [Test]
    public void A_deep_and_a_wide_graph_are_sorted()
    {
        var images = string.Join(';', Enumerable.Range(0, 1000).Select(i => i == 0 ? "i0" : $"i{i} <- i{(i % 2 == 0 ? i - 2 : 0)}"));
        Assert.That(Graphs.Create(images).Levels, Has.Length.EqualTo(500));
    }

    [Test]
    public void Contexts_have_the_keys_that_BuildKit_looks_up()
    {
        var graph = Graphs.Parse("base; svc <- base python")
            .WithDockerfile(
                "svc",
                $"""
                ARG REGISTRY=gitea.example
                ARG BASE_VERSION=latest
                FROM $REGISTRY/harkon/base:$BASE_VERSION AS a
                FROM docker.io/library/python:3.12-slim@{Sha}
                COPY --from=base x y
                COPY --from=a x y
                """)
            .Create();
        Assert.That(graph.Inputs(graph.Get("svc")).Contexts, Is.EqualTo(new NamedContext[]
        {
            new("gitea.example/harkon/base", new ImageSource.Parent("base")),
            new($"python:3.12-slim@{Sha}", new ImageSource.External(graph.Get("svc").Upstreams[0], Digest.Parse(Sha))),
            new("base", new ImageSource.Parent("base")),
        }));
    }

    [TestCase(Supply.Hub, "hub", "python:3.12-slim")]
    [TestCase(Supply.Debian, "debian", "debian:trixie")]
    public void Only_the_supplys_stages_are_taken(Supply supply, string word, string key)
    {
        var graph = Graphs.Parse("base <- python debian:trixie; other")
            .WithDockerfile("base", "ARG STRATA_SUPPLY=hub\nFROM python:3.12-slim AS deps-hub\nFROM debian:trixie AS deps-debian\nFROM deps-${STRATA_SUPPLY}\n")
            .Create(supply);
        var inputs = graph.Inputs(graph.Get("base"));
        Assert.That(inputs.Contexts.Select(c => c.Key), Is.EqualTo(new[] { key }));
        Assert.That(inputs.BuildArgs[SupplyArgument.Name], Is.EqualTo(word));
        Assert.That(graph.Inputs(graph.Get("other")).BuildArgs, Is.Empty);
    }

    [Test]
    public void An_image_that_a_supply_cannot_carry_has_no_inputs_there()
    {
        var graph = Graphs.Parse("cuda !debian <- nvidia:12; svc <- cuda")
            .With("cuda", i => i with { Upstreams = [.. i.Upstreams.Select(u => u with { Debian = null })] })
            .Create(Supply.Debian);
        Assert.That(graph.Inputs(graph.Get("cuda")).References, Is.Null);
        Assert.That(graph.Inputs(graph.Get("svc")).Contexts, Is.Empty);
    }

    private static string Names(ImmutableArray<ImageDefinition> images) => string.Join(' ', images.Select(i => i.Name));
}
