namespace Strata.Tests.Linting.Rules;

public class CacheOwnerRuleTests() : RuleTests("ST065")
{
    [Test] public void No_owner() => Catches("USER 1000\nRUN --mount=[|type=cache,target=/c|] a");
    [Test] public void User_of_the_parent() => Catches("=== base\nFROM a:1\nUSER 7\n=== web\nFROM base\nRUN --mount=[|type=cache,target=/c|] a");
    [Test] public void Owner() => Allows("USER 1000:1000\nRUN --mount=type=cache,target=/c,uid=1000 a");
    [Test] public void Root() => Allows("USER 1000\nUSER 0\nRUN --mount=type=cache,target=/c a\nUSER 1000");
    [Test] public void Everybody_may_write() => Allows("USER app\nRUN --mount=type=cache,target=/c,mode=0777 a");
}
