namespace Strata.Tests.Linting.Rules;

public class RelativeCopyRuleTests() : RuleTests("ST061")
{
    [Test] public void No_workdir() => Catches("COPY a [|.|]\nWORKDIR /app");
    [Test] public void Workdir() => Allows("WORKDIR /app\nCOPY a .");
    [Test] public void Workdir_of_the_parent() => Allows("=== base\nFROM a:1\nWORKDIR /app\n=== web\nFROM base\nCOPY a .");
    [Test] public void Absolute() => Allows("COPY a /app");
}
