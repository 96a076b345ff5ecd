namespace Strata.Tests.Linting.Rules;

public class MaintainerRuleTests() : RuleTests("ST059")
{
    [Test] public void Maintainer() => Catches("[|MAINTAINER a|]");
    [Test] public void Label() => Allows("LABEL maintainer=a");
}
