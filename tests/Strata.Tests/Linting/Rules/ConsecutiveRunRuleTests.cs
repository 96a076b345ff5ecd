namespace Strata.Tests.Linting.Rules;

public class ConsecutiveRunRuleTests() : RuleTests("ST055")
{
    [Test] public void Two_short_ones() => Catches("RUN a\n[|RUN b|]");
    [Test] public void An_install_stands_alone() => Allows("RUN apt-get update && apt-get install -y a\nRUN b");
    [Test] public void With_a_mount() => Allows("RUN a\nRUN --mount=type=cache,target=/c b");
    [Test] public void Stage_that_is_only_copied_from() => Allows("FROM a:1 AS b\nRUN a\nRUN b\nFROM a:1\nCOPY --from=b /a /b");
}
