namespace Strata.Tests.Linting.Rules;

public class AddChecksumRuleTests() : RuleTests("ST025")
{
    [Test] public void Url() => Catches("ADD [|https://example.org/a.tar|] /a");
    [Test] public void Checksum() => Allows($"ADD --checksum=sha256:{new string('a', 64)} https://example.org/a.tar /a");
    [Test] public void Repository() => Allows("ADD https://github.com/a/b.git#v1 /a");
    [Test] public void Local_archive() => Allows("ADD a.tar.gz /a");
}
