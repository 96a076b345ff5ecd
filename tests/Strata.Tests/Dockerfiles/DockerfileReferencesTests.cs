using Strata.Dockerfiles;
using Strata.Oci;

namespace Strata.Tests.Dockerfiles;

public class DockerfileReferencesTests
{
    private const string TwoSupplies =
        """
        ARG STRATA_SUPPLY=hub
        ARG VERSION=3.12
        FROM python:${VERSION}-slim AS deps-hub
        COPY --from=ghcr.io/astral-sh/uv:0.5 /uv /bin/uv
        FROM debian AS deps-debian
        FROM deps-${STRATA_SUPPLY} AS deps
        FROM scratch AS unused
        COPY --from=nowhere a b
        FROM deps
        RUN --mount=from=tools,target=/t --mount=type=cache,target=/c x
        COPY --from=0 a b
        COPY --from=Deps a b
        """;

    [TestCase(null, "0,2,4", "python:3.12-slim,ghcr.io/astral-sh/uv:0.5,tools")]
    [TestCase("debian", "0,1,2,4", "python:3.12-slim,ghcr.io/astral-sh/uv:0.5,debian,tools")]
    public void Follows_stages_from_the_last_one(string? supply, string stages, string externals)
    {
        var references = Resolve(TwoSupplies, supply is null ? [] : new() { ["STRATA_SUPPLY"] = supply });
        Assert.That(string.Join(',', references.Stages.Select(s => s.Index)), Is.EqualTo(stages));
        Assert.That(string.Join(',', references.Externals.Select(e => e.Text)), Is.EqualTo(externals));
    }

    [Test]
    public void Only_the_stages_of_the_target_count()
    {
        var references = Resolve(TwoSupplies, new() { ["STRATA_SUPPLY"] = "debian" }, "DEPS");
        Assert.That(references.Externals.Single(), Has.Property("Text").EqualTo("debian").And.Property("Kind").EqualTo(ReferenceKind.From));
        Assert.That(references.Target.Name, Is.EqualTo("deps"));
    }

    [Test]
    public void A_use_knows_where_it_stands()
    {
        var file = Read.File(TwoSupplies);
        var uses = DockerfileReferences.Resolve(file, new Dictionary<string, string>(), Platform.Default).Externals;
        Assert.That(uses.Select(u => file.TextOf(u.Span)), Is.EqualTo(new[]
        {
            "python:${VERSION}-slim", "ghcr.io/astral-sh/uv:0.5", "from=tools,target=/t",
        }));
    }

    [TestCase("FROM a-$TARGETARCH-${TARGETVARIANT:-none}-$BUILDOS", "a-arm64-none-linux")]
    [TestCase("ARG A=x\nARG B=${A}y\nFROM $B", "xy")]
    [TestCase("ARG A=x\nARG A=${A}y\nFROM $A", "xy")]
    [TestCase("ARG A=\"q\"\nFROM \"$A\"", "q")]
    [TestCase("FROM a AS a\nFROM a AS b", "a")]
    [TestCase("FROM a AS b\nONBUILD COPY --from=c x y\nFROM b", "a,c")]
    public void Names_are_expanded_as_BuildKit_does(string text, string externals) =>
        Assert.That(string.Join(',', Resolve(text, [], platform: "linux/arm64").Externals.Select(e => e.Text)), Is.EqualTo(externals));

    [Test]
    public void A_build_argument_replaces_a_default_only_where_it_is_declared()
    {
        var args = new Dictionary<string, string> { ["A"] = "given", ["B"] = "ignored" };
        Assert.That(Resolve("ARG A=x\nFROM $A-${B:-d}", args).Externals.Single().Text, Is.EqualTo("given-d"));
    }

    [TestCase("FROM ${R}/${O}/base:1", "Dockerfile:1:6: '${R}/${O}/base:1' expands to '//base:1', which is no image reference; give ARG R and ARG O a default above the first FROM, or a build argument")]
    [TestCase("FROM $R", "Dockerfile:1:6: '$R' is empty once its variables are expanded; give ARG R a default above the first FROM, or a build argument")]
    [TestCase("FROM a AS b\nFROM B", "Dockerfile:2:6: 'B' is no image reference: a repository is written in lower case; FROM names stages in lower case: write 'b'")]
    [TestCase("FROM a\nCOPY --from=$X a b", "Dockerfile:2:13: COPY --from takes no variables, got '$X'; write FROM with the variable under a stage name, and copy from that stage")]
    [TestCase("FROM a\nCOPY --from=1 a b", "Dockerfile:2:13: there is no stage with the index '1'; the last is 0")]
    [TestCase("FROM a\nCOPY --from=0 a b", "Dockerfile:2:13: the stage '0' has to stand above the one that uses it")]
    [TestCase("FROM a AS b\nCOPY --from=c a b\nFROM b AS c", "Dockerfile:2:13: the stage 'c' has to stand above the one that uses it")]
    [TestCase("FROM ${A", "Dockerfile:1:6: '${A': a closing '}' is missing")]
    [TestCase("ARG A=${B?none}\nFROM a", "Dockerfile:1:5: ARG 'A': B: none")]
    public void What_BuildKit_would_refuse_is_an_error(string text, string problem)
    {
        var error = Assert.Throws<DefinitionException>(() => Resolve(text, []));
        Assert.That(error!.Problems.Select(p => (p with { Excerpt = null }).ToString()), Is.EqualTo(new[] { problem }));
    }

    [Test]
    public void A_missing_target_suggests_the_nearest()
    {
        var error = Assert.Throws<DefinitionException>(() => Resolve("FROM a AS build\nFROM a AS run", [], "biuld"));
        Assert.That(error!.Message, Is.EqualTo("Dockerfile: there is no stage 'biuld'; did you mean 'build'?"));
    }

    private static DockerfileReferences Resolve(string text, Dictionary<string, string> args, string? target = null, string platform = "linux/amd64") =>
        DockerfileReferences.Resolve(Read.File(text), args, Platform.Parse(platform), target);
}
