namespace Strata.Tests.Linting.Rules;

public class AbsoluteWorkdirRuleTests() : RuleTests("ST052")
{
    [Test] public void Relative() => Catches("WORKDIR [|app|]");
    [Test] public void Absolute() => Allows("WORKDIR /app\nWORKDIR b");
    [Test] public void On_the_parents() => Allows("=== base\nFROM a:1\nWORKDIR /app\n=== web\nFROM base\nWORKDIR b");
    [Test] public void Variable() => Allows("WORKDIR ${HOME}/a");
}
