namespace Strata.Tests.Linting.Rules;

public class AssumeYesRuleTests() : RuleTests("ST032")
{
    [Test] public void Asks() => Catches("RUN apt-get [|install|] a");
    [Test] public void Short() => Allows("RUN apt-get -qy install a");
    [Test] public void Long() => Allows("RUN apt-get install --assume-yes a");
    [Test] public void Very_quiet() => Allows("RUN apt-get -qq install a");
    [Test] public void Yes_is_piped_in() => Allows("RUN yes | apt-get install a");
    [Test] public void Fix() => Assert.That(Fixed("RUN apt-get install a"), Does.EndWith("apt-get install --yes a"));
}
