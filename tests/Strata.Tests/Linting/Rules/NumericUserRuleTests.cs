namespace Strata.Tests.Linting.Rules;

public class NumericUserRuleTests() : RuleTests("ST021")
{
    [Test] public void Name() => Catches("USER [|app|]");
    [Test] public void Id() => Allows("USER app\nUSER 10001");
    [Test] public void Root_is_another_rules() => Allows("USER root");
    [Test] public void Argument() => Allows("ARG UID=7\nUSER ${UID}:${UID}");
    [Test] public void Of_the_parent() => Allows("=== base\nFROM a:1\n# strata ignore=ST021 x\nUSER app\n=== web\nFROM base");
}
