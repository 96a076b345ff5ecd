namespace Strata.Tests.Linting.Rules;

public class SudoRuleTests() : RuleTests("ST024")
{
    [Test] public void Sudo() => Catches("RUN a && [|sudo|] -u b c");
    [Test] public void As_a_package() => Allows("RUN apt-get install sudo && echo sudo");
}
