namespace Strata.Tests.Linting.Rules;

public class CommandRuleTests() : RuleTests("ST074")
{
    [Test] public void Command_for_the_parents_entrypoint() => Catches("=== base\nFROM a:1\nENTRYPOINT [\"python3\"]\n=== web\nFROM base\n[|CMD [\"/bin/app\"]|]");
    [Test] public void Service_that_starts_nothing() => Catches("=== base\nFROM python:3.12\nCMD [\"python3\"]\n=== web @80\n[|FROM base|]");
    [Test] public void Init_that_starts_its_arguments() => Allows("=== base\nFROM a:1\nENTRYPOINT [\"/usr/bin/tini\", \"--\"]\n=== web\nFROM base\nCMD [\"/app/run\"]");
    [Test] public void Arguments() => Allows("=== base\nFROM a:1\nENTRYPOINT [\"python3\"]\n=== web\nFROM base\nCMD [\"-m\", \"web\"]");
    [Test] public void Own_entrypoint() => Allows("=== base\nFROM a:1\nENTRYPOINT [\"a\"]\n=== web\nFROM base\nENTRYPOINT [\"b\"]\nCMD [\"/c\"]");
    [Test] public void Upstream_that_starts_a_service() => Allows("=== web @80\nFROM nginx:1");
}
