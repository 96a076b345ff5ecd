namespace Strata.Tests.Linting.Rules;

public class CopyInsteadOfAddRuleTests() : RuleTests("ST026")
{
    [Test] public void File() => Catches("[|ADD a.py /app/|]");
    [Test] public void Archive() => Allows("ADD root.tar.zst /");
    [Test] public void Address() => Allows("ADD https://example.org/a /a");
    [Test] public void Fix() => Assert.That(Fixed("ADD --chown=1:1 a.py /app/"), Does.EndWith("\nCOPY --chown=1:1 a.py /app/"));
}
