namespace Strata.Tests.Linting.Rules;

public class OneOfEachRuleTests() : RuleTests("ST054")
{
    [Test] public void Two_commands() => Catches("[|CMD [\"a\"]|]\nCMD [\"b\"]");
    [Test] public void Two_checks() => Catches("[|HEALTHCHECK NONE|]\nHEALTHCHECK CMD a");
    [Test] public void One_in_each_stage() => Allows("FROM a:1 AS b\nCMD [\"a\"]\nFROM b\nCMD [\"b\"]");
}
