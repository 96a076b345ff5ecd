namespace Strata.Tests.Linting.Rules;

public class SyntaxDirectiveRuleTests() : RuleTests("ST010")
{
    [Test] public void Missing() => Catches("[|FROM a:1|]");
    [Test] public void Old() => Catches("# syntax=docker/dockerfile:1.4\n[|FROM a:1|]");
    [Test] public void New() => Allows("# syntax=docker/dockerfile:1.10\nFROM a:1");
    [Test] public void Newest_of_one() => Allows("# syntax=docker/dockerfile:1\nFROM a:1");
    [Test] public void Another_frontend() => Allows("# syntax=example.org/frontend:0.1\nFROM a:1");
    [Test] public void Fix() => Assert.That(Fixed("\uFEFF# c\nFROM a:1"), Is.EqualTo("\uFEFF# syntax=docker/dockerfile:1.7\n# c\nFROM a:1"));
}
