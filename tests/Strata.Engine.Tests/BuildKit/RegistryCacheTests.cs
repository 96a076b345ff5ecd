using Strata.Engine.BuildKit;
using Strata.Engine.Hosts;
using Strata.Planning;
using Strata.Testing.BuildKit;

namespace Strata.Engine.Tests.BuildKit;

/// <summary>A real engine and a real registry.</summary>
public sealed class RegistryCacheTests
{
    [Test]
    public async Task Steps_come_from_the_registry_where_the_engine_has_forgotten_them()
    {
        await using var registry = await TestRegistry.StartAsync();
        using var tree = new TestTree();
        await tree.AddBusyboxAsync();

        // The clock in the first stage, which is no part of the image: only mode=max keeps it.
        var target = Recorded.Target("clock", "FROM scratch AS tool\nCOPY busybox /bin/busybox\nRUN [\"/bin/busybox\", \"sh\", \"-c\", \"busybox date +%s%N > /now; busybox cat /proc/sys/kernel/random/uuid >> /now\"]\nFROM scratch\nCOPY --from=tool /now /now\n") with
        {
            Tags = ["strata.test/clock:dev"],
            CacheReference = $"{registry.Address}/harkon/clock:buildcache",
        };
        var first = await BuildAsync();
        await EngineUnderTest.ReadAsync("image", "rm", "strata.test/clock:dev");
        await EngineUnderTest.ReadAsync("builder", "prune", "--all", "--force");
        var second = await BuildAsync();

        Assert.That(second.Layers, Is.EqualTo(first.Layers));
        Assert.That(second.CachedSteps, Is.EqualTo(second.Steps));
        using var client = new HttpClient();
        Assert.That(await ManifestAsync(client, registry), Does.Contain("tar+zstd"));

        async Task<ImageBuilt> BuildAsync()
        {
            var engine = new BuildxEngine(new LocalHost(), await EngineUnderTest.ConnectAsync(), tree.Scratch);
            var results = await engine.SolveAsync(tree.Request(target), new RecordedProgress(), CancellationToken.None);
            Assert.That(results[0], Is.TypeOf<ImageBuilt>(), (results[0] as ImageFailed)?.Problem.ToString());
            return (ImageBuilt)results[0];
        }
    }

    [Test]
    public async Task A_registry_that_does_not_answer_costs_no_build()
    {
        using var tree = new TestTree();
        var target = Recorded.Target("lonely", "FROM scratch\nCOPY file /file\n") with { Tags = ["strata.test/lonely:dev"], CacheReference = "127.0.0.1:1/harkon/lonely:buildcache" };
        var engine = new BuildxEngine(new LocalHost(), await EngineUnderTest.ConnectAsync(), tree.Scratch);
        Assert.That((await engine.SolveAsync(tree.Request(target), new RecordedProgress(), CancellationToken.None))[0], Is.TypeOf<ImageBuilt>());
    }

    private static async Task<string> ManifestAsync(HttpClient client, TestRegistry registry)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{registry.Address}/v2/harkon/clock/manifests/buildcache");
        request.Headers.Accept.ParseAdd("application/vnd.oci.image.manifest.v1+json");
        using var answer = await client.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }
}
