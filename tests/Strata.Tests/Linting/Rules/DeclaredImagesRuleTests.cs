namespace Strata.Tests.Linting.Rules;

public class DeclaredImagesRuleTests() : RuleTests("ST012")
{
    [Test] public void Stage_that_is_not_built() => Catches("=== base\nFROM a:1\n=== web\nFROM [|bsae|] AS x\nFROM base");
    [Test] public void Image_of_the_graph() => Allows("=== base\nFROM a:1\n=== web\nFROM base AS x\nFROM base");
    [Test] public void Alone_there_is_no_graph() => Allows("FROM other:1 AS x\nFROM a:1");
}
