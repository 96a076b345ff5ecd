namespace Strata.Tests.Linting.Rules;

public class UpstreamLockRuleTests() : RuleTests("ST018")
{
    private const string Lock = "=== docker/upstreams.lock.json\n{ \"upstreams\": { \"docker.io/library/a:1\": { \"hub\": {}, \"debian\": {} } } }\n";

    [Test] public void No_entry() => Catches($"{Lock}=== web\nFROM a:1\nCOPY --from=[|a:2|] /a /b", 2);
    [Test] public void Mounted() => Catches($"{Lock}=== web\nFROM a:1\nRUN --mount=[|from=uv:1,target=/uv|] a", 2);
    [Test] public void Only_in_the_other_supply() => Catches("=== docker/upstreams.lock.json\n{ \"upstreams\": { \"docker.io/library/a:1\": { \"debian\": {} } } }\n=== web\nFROM [|a:1|]");
    [Test] public void Broken_lock() => Catches("=== docker/upstreams.lock.json\n[]\n=== web\nFROM [|a:1|]", 2);
    [Test] public void Entry() => Allows($"{Lock}=== web\nFROM a:1");
    [Test] public void Digest() => Allows($"=== web\nFROM a:1@sha256:{new string('a', 64)}");
    [Test] public void Image_of_the_graph() => Allows($"{Lock}=== base\nFROM a:1\n=== web\nFROM base\nCOPY --from=base /a /b");
    [Test] public void Alone_there_is_no_lock() => Allows("FROM a:1");
}
