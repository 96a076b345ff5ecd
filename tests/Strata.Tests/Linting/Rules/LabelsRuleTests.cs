namespace Strata.Tests.Linting.Rules;

public class LabelsRuleTests() : RuleTests("ST070")
{
    private const string Common = "LABEL org.opencontainers.image.vendor=a org.opencontainers.image.source=b org.opencontainers.image.licenses=c\n";

    [Test] public void Missing() => Catches("=== web #Web\n[|FROM a:1|]\n" + Common);
    [Test] public void Own_title_and_description() => Allows("=== web\nFROM a:1\nLABEL org.opencontainers.image.title=a \"org.opencontainers.image.description\"=b\n" + Common);
    [Test] public void Common_ones_of_the_parent() => Allows($"=== base #B\nFROM a:1\nLABEL org.opencontainers.image.description=a\n{Common}=== web #W\nFROM base\nLABEL org.opencontainers.image.description=b");
    [Test] public void Alone_it_is_no_image_of_the_fleet() => Allows("FROM a:1");

    [Test]
    public void A_description_of_the_parent_says_nothing_of_the_child() =>
        Catches($"=== base #B\nFROM a:1\nLABEL org.opencontainers.image.description=a\n{Common}=== web #W\n[|FROM base|]");
}
