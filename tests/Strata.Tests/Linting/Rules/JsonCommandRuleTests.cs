namespace Strata.Tests.Linting.Rules;

public class JsonCommandRuleTests() : RuleTests("ST053")
{
    [Test] public void Cmd() => Catches("[|CMD a b|]");
    [Test] public void Entrypoint() => Catches("[|ENTRYPOINT a|]");
    [Test] public void Json() => Allows("CMD [\"a\"]\nENTRYPOINT []");
    [Test] public void Exec() => Allows("CMD exec a $B");
    [Test] public void Health_checks_may_need_a_shell() => Allows("HEALTHCHECK CMD a || exit 1");
}
