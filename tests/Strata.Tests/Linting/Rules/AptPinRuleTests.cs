namespace Strata.Tests.Linting.Rules;

public class AptPinRuleTests() : RuleTests("ST034")
{
    [Test] public void No_version() => Catches("RUN apt-get install -y -t trixie-backports a=1 [|b|]");
    [Test] public void Version() => Allows("RUN apt-get install -y a=1.2-3");
    [Test] public void File() => Allows("RUN apt-get install -y ./a.deb");
    [Test] public void From_a_list() => Allows("RUN xargs -a list apt-get install -y");
}
