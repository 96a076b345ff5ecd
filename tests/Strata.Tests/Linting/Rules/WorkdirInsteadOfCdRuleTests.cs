namespace Strata.Tests.Linting.Rules;

public class WorkdirInsteadOfCdRuleTests() : RuleTests("ST051")
{
    [Test] public void Cd() => Catches("RUN [|cd /app|] && make");
    [Test] public void Within_the_script() => Allows("RUN make && cd /b && make");
}
