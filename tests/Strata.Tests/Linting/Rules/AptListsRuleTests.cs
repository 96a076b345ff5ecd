namespace Strata.Tests.Linting.Rules;

public class AptListsRuleTests() : RuleTests("ST030")
{
    [Test] public void Kept() => Catches("RUN [|apt-get update|] && apt-get install -y --no-install-recommends a");
    [Test] public void Removed_by_a_later_run() => Catches("RUN [|apt-get update|]\nRUN rm -rf /var/lib/apt/lists/*");
    [Test] public void Removed() => Allows("RUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*");
    [Test] public void Cache_mount_at_the_lists() => Allows("RUN --mount=type=cache,target=/var/lib/apt/lists apt-get update");
    [Test] public void Cache_mount_above_them() => Allows("RUN --mount=type=cache,target=/var/lib/apt apt-get update");
    [Test] public void Stage_that_is_only_copied_from() => Allows("FROM a:1 AS b\nRUN apt-get update\nFROM a:1\nCOPY --from=b /a /b");
}
