namespace Strata.Tests.Linting.Rules;

public class IgnoreRuleTests() : RuleTests("ST001")
{
    [Test] public void No_reason() => Catches("[|# strata ignore=ST011|]\nFROM python");
    [Test] public void Unknown_rule() => Catches("[|# strata ignore=ST999 because|]\nFROM a:1");
    [Test] public void No_rule() => Catches("FROM a:1\n[|# strata ignore=|]\nRUN a");
    [Test] public void Alias_and_reason() => Allows("# strata ignore=DL3006,ST010 tests take the newest\nFROM python");
    [Test] public void Comment_in_a_heredoc_is_text() => Allows("RUN <<E\n# strata ignore=ST999\nE");

    [Test]
    public void An_unknown_rule_suggests_the_nearest() =>
        Assert.That(Found("# strata ignore=DL3O06 x\nFROM a:1")[0].Finding.Next, Is.EqualTo("did you mean 'DL3006'?"));
}
