namespace Strata.Tests.Linting.Rules;

public class PipeToShellRuleTests() : RuleTests("ST027")
{
    [Test] public void Sh() => Catches("RUN curl -f https://a | [|sh|]");
    [Test] public void Python() => Catches("RUN wget -qO- https://a | sudo [|python3|] -");
    [Test] public void Another_program() => Allows("RUN curl -f https://a | tar -x");
    [Test] public void A_file() => Allows("RUN curl -o a https://a && sh a");
}
