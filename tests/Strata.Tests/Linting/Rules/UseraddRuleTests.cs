namespace Strata.Tests.Linting.Rules;

public class UseraddRuleTests() : RuleTests("ST056")
{
    [Test] public void Big_id() => Catches("RUN [|useradd -u 1000001 a|]");
    [Test] public void Small_id() => Allows("RUN useradd --uid 10001 a");
    [Test] public void No_log() => Allows("RUN useradd -l -u 1000001 a");
}
