namespace Strata.Tests.Linting.Rules;

public class AptCacheSharingRuleTests() : RuleTests("ST037")
{
    [Test] public void Shared() => Catches("RUN --mount=[|type=cache,target=/var/cache/apt,sharing=shared|] a");
    [Test] public void Default() => Catches("RUN --mount=[|type=cache,target=/var/lib/apt/lists|] a");
    [Test] public void Locked() => Allows("RUN --mount=type=cache,target=/var/cache/apt,sharing=locked a");
    [Test] public void Of_another_tool() => Allows("RUN --mount=type=cache,target=/root/.cache/uv a");
    [Test] public void Fix() => Assert.That(Fixed("RUN --mount=type=cache,dst=/var/cache/apt a"), Does.EndWith("dst=/var/cache/apt,sharing=locked a"));
}
