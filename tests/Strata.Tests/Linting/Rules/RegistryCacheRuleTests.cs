namespace Strata.Tests.Linting.Rules;

public class RegistryCacheRuleTests() : RuleTests("ST080")
{
    [Test] public void Gha() => Catches("=== web\nFROM a:1\n=== .github/workflows/a.yaml\ncache-to: [|type=gha,mode=max|]");
    [Test] public void Registry() => Allows("=== web\nFROM a:1\n=== .github/workflows/a.yaml\ncache-to: type=registry,ref=a/b:c");
}
