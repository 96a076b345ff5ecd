namespace Strata.Tests.Linting.Rules;

public class AptUpgradeRuleTests() : RuleTests("ST036")
{
    [Test] public void Upgrade() => Catches("RUN apt-get update && apt-get -y [|upgrade|]");
    [Test] public void Install() => Allows("RUN apt-get install -y upgrade");
}
