namespace Strata.Tests.Linting.Rules;

public class UpstreamTagRuleTests() : RuleTests("ST011")
{
    [Test] public void No_tag() => Catches("FROM [|python|]");
    [Test] public void Latest() => Catches("FROM [|python:latest|] AS a");
    [Test] public void Copy_from() => Catches("COPY --from=[|ghcr.io/astral-sh/uv:latest|] /uv /bin/");
    [Test] public void Mount() => Catches("RUN --mount=[|from=uv,target=/uv|] a");
    [Test] public void Variable_with_default() => Catches("ARG TAG=latest\nFROM [|python:${TAG}|]");
    [Test] public void Tag() => Allows("FROM python:3.12");
    [Test] public void Digest() => Allows($"FROM python@sha256:{new string('a', 64)}");
    [Test] public void Stage() => Allows("FROM a:1 AS b\nFROM b\nCOPY --from=b /a /b\nCOPY --from=0 /a /b");
    [Test] public void Image_of_the_graph() => Allows("=== base\nFROM a:1\n=== web\nFROM base\nCOPY --from=base /a /b");
    [Test] public void Scratch() => Allows("FROM scratch");
}
