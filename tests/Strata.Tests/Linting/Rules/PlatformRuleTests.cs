namespace Strata.Tests.Linting.Rules;

public class PlatformRuleTests() : RuleTests("ST017")
{
    [Test] public void Constant() => Catches("[|FROM --platform=linux/amd64 a:1|]");
    [Test] public void Redundant() => Catches("[|FROM --platform=$TARGETPLATFORM a:1|]");
    [Test] public void Build_platform() => Allows("FROM --platform=$BUILDPLATFORM a:1");
}
