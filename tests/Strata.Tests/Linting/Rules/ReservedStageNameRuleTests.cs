namespace Strata.Tests.Linting.Rules;

public class ReservedStageNameRuleTests() : RuleTests("ST016")
{
    [Test] public void Context() => Catches("[|FROM a:1 AS context|]");
    [Test] public void Others() => Allows("FROM a:1 AS contexts");
}
