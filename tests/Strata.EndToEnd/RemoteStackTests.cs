using System.Diagnostics;
using System.Text.Json;
using Strata.Engine.Hosts;
using Strata.Engine.Registry;
using Strata.Oci;

namespace Strata.EndToEnd;

/// <summary>The reference stack, built on a host from a client without docker, pushed from there to the registry beside it.</summary>
[NonParallelizable]
public sealed class RemoteStackTests
{
    [Test, Explicit("takes minutes"), Category("Soak")]
    public async Task Stack_is_built_there_and_in_the_registry_and_one_changed_file_is_sent_alone()
    {
        var stage = await RemoteStage.SharedAsync();
        using var client = await Clones.CreateAsync();
        client.More = stage.Client.More;
        var prefix = $"{stage.Registry.Address}/stack";
        string[] words = ["BuildAll", "--remote", "--supply", "Debian", "--registry", prefix, "--push", "--tag", "v1"];

        var clock = Stopwatch.StartNew();
        var first = await client.BuildAsync(words);
        TestContext.Out.WriteLine($"first: {clock.Elapsed.TotalSeconds:0} s\n{first.Error}\n{first.Output}");
        Assert.That(first.ExitCode, Is.Zero, first.ToString());
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(client.Directory, "artifacts", "images.json")));
        var images = file.RootElement.EnumerateArray().ToDictionary(i => i.GetProperty("name").GetString()!, i => i.GetProperty("digest").GetString()!);
        Assert.That(images.Keys, Is.SupersetOf(new[] { "base-runtime", "base-ml", "svc-ocr", "svc-rag-indexer", "router" }));
        using (var registry = new RegistryClient(new StageLogin()))
        {
            foreach (var (name, digest) in images)
            {
                var found = await registry.FindDigestAsync(ImageReference.Parse($"{prefix}/{name}@{digest}"), CancellationToken.None);
                Assert.That(found?.ToString(), Is.EqualTo(digest), name);
            }
        }

        await stage.LeavesNothingAsync();
        clock.Restart();
        var second = await client.BuildAsync(words);
        TestContext.Out.WriteLine($"second: {clock.Elapsed.TotalSeconds:0.00} s");
        Assert.That(second.ExitCode, Is.Zero, second.ToString());
        Assert.That(second.Error, Does.Contain($"nothing to build, {images.Count} reused").And.Not.Contain("sync "));

        await File.AppendAllTextAsync(Path.Combine(client.Directory, "services", "router", "src", "router", "app.py"), "# changed\n");
        var changed = await client.BuildAsync(words);
        Assert.That(changed.ExitCode, Is.Zero, changed.ToString());
        Assert.That(changed.Error, Does.Contain($"1 to build, {images.Count - 1} reused").And.Contain(" 1 sent, "));
        await stage.LeavesNothingAsync();
    }

    private sealed class StageLogin : ICredentialSource
    {
        public Task<RegistryCredential?> FindAsync(string domain, CancellationToken cancellation) =>
            Task.FromResult<RegistryCredential?>(new RegistryCredential("me", new Secret(RemoteStage.Password)));
    }
}
