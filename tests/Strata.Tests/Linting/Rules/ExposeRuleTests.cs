namespace Strata.Tests.Linting.Rules;

public class ExposeRuleTests() : RuleTests("ST073")
{
    [Test] public void Too_big() => Catches("EXPOSE 80 [|70000|]");
    [Test] public void With_a_host_port() => Catches("EXPOSE [|80:80|]");
    [Test] public void Ports() => Allows("EXPOSE 80 8080/tcp 53/UDP 7000-7010 $PORT");
}
