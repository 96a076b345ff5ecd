namespace Strata.Tests.Linting.Rules;

public class WgetProgressRuleTests() : RuleTests("ST057")
{
    [Test] public void Dots() => Catches("RUN [|wget|] https://a");
    [Test] public void Quiet() => Allows("RUN wget -qO- https://a");
    [Test] public void Progress() => Allows("RUN wget --progress=dot:giga https://a");
}
