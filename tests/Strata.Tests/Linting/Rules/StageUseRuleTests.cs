namespace Strata.Tests.Linting.Rules;

public class StageUseRuleTests() : RuleTests("ST014")
{
    [Test] public void Itself() => Catches("FROM a:1 AS b\nCOPY --from=[|b|] /a /b");
    [Test] public void Below() => Catches("FROM a:1\nRUN --mount=[|from=b,target=/b|] x\nFROM a:1 AS b");
    [Test] public void Above() => Allows("FROM a:1 AS b\nFROM a:1\nCOPY --from=b /a /b");
    [Test] public void Named_context() => Allows("FROM a:1\nCOPY --from=base-ml /a /b");
}
