using FsCheck;
using FsCheck.Fluent;
using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Engine.Tests.BuildKit;
using Strata.Oci;

namespace Strata.Engine.Tests.Engines;

/// <summary>The short way to an engine's images says what the engine itself says.</summary>
[Platform("Linux")]
public sealed class ContainerdStoreTests
{
    private const string Repository = "strata.test/store/web";

    [Test]
    public async Task Names_and_labels_are_those_that_the_engine_tells()
    {
        var engine = await EngineUnderTest.ConnectAsync();
        var fingerprint = new string('5', 64);
        await new LocalHost().RequireAsync(
            engine.BuildxCommand("build", "--tag", $"{Repository}:a", "--tag", $"{Repository}:b", "--label", $"{ImageStore.FingerprintLabel}={fingerprint}", "--output", "type=docker", "--provenance=false", "-")
                with { Input = "FROM scratch\nENV A=1\n" },
            CancellationToken.None);

        var read = await new ImageStore(new LocalHost(), engine).ListAsync([Repository], CancellationToken.None);
        var told = await new ImageStore(new LocalHost(), engine with { Store = null }).ListAsync([Repository], CancellationToken.None);

        var image = read!.Values.Single();
        Assert.That(image.References.Order(), Is.EqualTo(new[] { $"{Repository}:a", $"{Repository}:b" }));
        Assert.That(image.Fingerprint.Hex, Is.EqualTo(fingerprint));
        Assert.That(read.Values.Select(i => (i.Digest, i.Fingerprint, i.IsAddressable)), Is.EqualTo(told!.Values.Select(i => (i.Digest, i.Fingerprint, i.IsAddressable))));
    }

    [Test]
    public async Task Layers_have_the_sizes_that_the_engine_tells()
    {
        var engine = await EngineUnderTest.ConnectAsync();
        await new LocalHost().RequireAsync(
            engine.BuildxCommand("build", "--tag", $"{Repository}:layers", "--output", "type=docker", "--provenance=false", "-")
                with { Input = "FROM scratch\nCOPY <<A /a\n" + new string('a', 9000) + "\nA\nCOPY <<B /b\nb\nB\nWORKDIR /c\n" },
            CancellationToken.None);
        var digest = await new LocalHost().CaptureAsync(new Command(engine.Docker, "image", "inspect", "--format", "{{.Id}}", $"{Repository}:layers") { Environment = engine.Environment }, CancellationToken.None);
        (string, string)[] images = [($"{Repository}:layers", digest.Output.Trim())];

        var read = await new ImageLayers(new LocalHost(), engine).ReadAsync([.. images], CancellationToken.None);
        var history = await new ImageLayers(new LocalHost(), engine with { Store = null }).ReadAsync([.. images], CancellationToken.None);

        Assert.That(read.Values.Single(), Is.EqualTo(history.Values.Single()));
        Assert.That(read.Values.Single().Select(l => l.Bytes > 0), Is.EqualTo(new[] { true, true, true }));
        Assert.That(
            (await engine.Store!.UsageAsync(ChainId.Of(read.Values.Single().Select(l => Digest.Parse(l.DiffId))), CancellationToken.None)).Values.Order(),
            Is.EqualTo(read.Values.Single().Select(l => l.Bytes).Order()));
    }

    [Test]
    public async Task An_engine_that_is_gone_says_nothing()
    {
        var engine = await EngineUnderTest.ConnectAsync();
        var gone = engine with { Store = engine.Store! with { Socket = "/nowhere/containerd.sock" } };

        Assert.That(await new ImageStore(new LocalHost(), gone).ListAsync([Repository], CancellationToken.None), Is.Null);
    }

    [Test]
    public void Content_that_is_not_there_has_no_config() =>
        Assert.That(new ContainerdStore("", Path.GetTempPath()).ReadConfig(Digest.Of("x"u8).ToString()), Is.Null);

    [Test]
    public void A_damaged_answer_is_an_error_and_never_a_crash() => Prop.ForAll<byte[]>(message =>
    {
        try
        {
            var reader = new ProtobufReader(message);
            while (reader.Next(out _, out _))
            {
            }
        }
        catch (HttpRequestException)
        {
            // Damaged, and said so.
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
}
