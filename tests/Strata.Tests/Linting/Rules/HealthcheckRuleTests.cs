namespace Strata.Tests.Linting.Rules;

public class HealthcheckRuleTests() : RuleTests("ST071")
{
    [Test] public void None() => Catches("=== web @80\n[|FROM a:1|]");
    [Test] public void Switched_off() => Catches("=== base @80\nFROM a:1\nHEALTHCHECK CMD a\n=== web @81\nFROM base\n[|HEALTHCHECK NONE|]");
    [Test] public void Own() => Allows("=== web @80\nFROM a:1\nHEALTHCHECK CMD a");
    [Test] public void Of_the_parent() => Allows("=== base\nFROM a:1\nHEALTHCHECK CMD a\n=== web @80\nFROM base");
    [Test] public void No_service() => Allows("=== base\nFROM a:1");
}
