namespace Strata.Tests.Linting.Rules;

public class CopyDirectoryRuleTests() : RuleTests("ST062")
{
    [Test] public void No_slash() => Catches("COPY a b [|/app|]");
    [Test] public void Slash() => Allows("COPY a b /app/");
    [Test] public void Here() => Allows("WORKDIR /a\nCOPY a b .");
    [Test] public void Fix() => Assert.That(Fixed("COPY a b /app"), Does.EndWith("COPY a b /app/"));
}
