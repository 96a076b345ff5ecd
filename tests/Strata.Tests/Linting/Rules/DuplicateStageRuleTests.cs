namespace Strata.Tests.Linting.Rules;

public class DuplicateStageRuleTests() : RuleTests("ST013")
{
    [Test] public void Twice() => Catches("FROM a:1 AS b\n[|FROM a:1 AS B|]");
    [Test] public void Names_of_their_own() => Allows("FROM a:1 AS b\nFROM a:1 AS c\nFROM b");
}
