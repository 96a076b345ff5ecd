namespace Strata.Tests.Linting.Rules;

public class MakefileRuleTests() : RuleTests("ST081")
{
    [Test] public void Build() => Catches("=== web\nFROM a:1\n=== ./Makefile\nbuild:\n\t@[|docker build -t web .|]");
    [Test] public void Through_the_graph() => Allows("=== web\nFROM a:1\n=== ./Makefile\nbuild:\n\t./build.sh BuildAll");
}
