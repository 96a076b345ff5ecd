namespace Strata.Tests.Linting.Rules;

public class AptInsteadOfAptGetRuleTests() : RuleTests("ST033")
{
    [Test] public void Apt() => Catches("RUN [|apt|] install -y a");
    [Test] public void Apt_get() => Allows("RUN apt-get install -y a");
    [Test] public void Apt_cache() => Allows("RUN apt-cache policy a");
    [Test] public void Fix() => Assert.That(Fixed("RUN apt update"), Does.EndWith("RUN apt-get update"));
}
