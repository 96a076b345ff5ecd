namespace Strata.Tests.Linting.Rules;

public class UnusedStageRuleTests() : RuleTests("ST015")
{
    [Test] public void Nothing_uses_it() => Catches("[|FROM a:1 AS b|]\nFROM a:1");
    [Test] public void In_no_supply() => Catches("=== web\nARG STRATA_SUPPLY=hub\n[|FROM a:1 AS b|]\nFROM a:1 AS deps-hub\nFROM a:1 AS deps-debian\nFROM deps-$STRATA_SUPPLY");
    [Test] public void In_the_other_supply() => Allows("=== web\nARG STRATA_SUPPLY=hub\nFROM a:1 AS deps-hub\nFROM a:1 AS deps-debian\nFROM deps-$STRATA_SUPPLY");
    [Test] public void Mounted() => Allows("FROM a:1 AS b\nFROM a:1\nRUN --mount=from=b,target=/b x");
    [Test] public void Chosen_by_an_argument() => Allows("ARG X=a\nFROM a:1 AS deps-a\nFROM a:1 AS deps-b\nFROM deps-${X}");
}
