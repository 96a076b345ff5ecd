namespace Strata.Tests.Linting.Rules;

public class InitPrivilegesRuleTests() : RuleTests("ST022")
{
    [Test] public void Nothing_steps_down() => Catches("=== web\n[|FROM a:1|]\nENTRYPOINT [\"/init\"]");
    [Test] public void Linuxserver_base() => Catches("=== web\n[|FROM lscr.io/linuxserver/code-server:1|]");
    [Test] public void A_script_of_the_context_steps_down() => Allows("=== web\nFROM a:1\nCOPY root/ /\nENTRYPOINT [\"/init\"]\n=== root/etc/run\nexec s6-setuidgid abc app\n");
    [Test] public void Of_the_parent() => Allows("=== base\nFROM a:1\nRUN echo s6-setuidgid\nENTRYPOINT [\"/init\"]\n=== web\nFROM base");
    [Test] public void No_init() => Allows("=== web\nFROM a:1\nENTRYPOINT [\"app\"]");
}
