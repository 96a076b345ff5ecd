namespace Strata.Tests.Linting.Rules;

public class CacheMountRuleTests() : RuleTests("ST064")
{
    [Test] public void Another_sharing() => Catches("=== a\nFROM x:1\nRUN --mount=type=cache,id=c,target=/c,sharing=locked a\n=== b\nFROM x:1\nRUN --mount=[|type=cache,id=c,target=/c|] b");
    [Test] public void Another_target() => Catches("RUN --mount=type=cache,id=c,target=/c a\nRUN --mount=[|type=cache,id=c,target=/d|] b");
    [Test] public void Id_is_the_target_by_default() => Catches("RUN --mount=type=cache,target=/c a\nRUN --mount=[|type=cache,id=/c,target=/c,sharing=private|] b");
    [Test] public void The_same() => Allows("RUN --mount=type=cache,id=c,target=/c a\nRUN --mount=type=cache,target=/c/,id=c,sharing=shared b");
    [Test] public void The_same_below_another_home() => Allows("RUN --mount=type=cache,id=uv,target=/root/.cache/uv a\nRUN --mount=type=cache,id=uv,target=/home/ray/.cache/uv b");
}
