using System.Collections.Immutable;
using System.Text;
using Strata.Engine.Analysis;
using Strata.Engine.Registry;
using Strata.Oci;
using Strata.Testing.Registry;

namespace Strata.Engine.Tests.Analysis;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RegistrySourceTests : IAsyncDisposable
{
    private static readonly SmallImage Image = SmallImage.Of(Layer("a", 300_000), Layer("b", 5));

    private readonly InProcessRegistry _registry = new();
    private readonly RegistryClient _client = new(new CredentialChain());
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strata-layers-");

    private LayerCache Cache => new(_folder.FullName);

    private ImageReference Reference => ImageReference.Parse($"{_registry.Address}/web:v1");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _registry.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task Layers_are_pulled_once_on_a_machine()
    {
        await Image.PushAsync(_client, Reference);
        var first = await ReadAsync();
        var pulled = LayerCalls();
        var second = await ReadAsync();

        Assert.That(first["web"].Layers.Select(l => l.DiffId), Is.EqualTo(Image.DiffIds));
        Assert.That(second["web"].Layers, Is.EqualTo(first["web"].Layers));
        Assert.That(pulled, Is.EqualTo(2));
        Assert.That(LayerCalls(), Is.EqualTo(2));
    }

    [Test]
    public async Task Connection_that_breaks_goes_on_where_it_was()
    {
        await Image.PushAsync(_client, Reference);
        _registry.Fail("GET", Image.DiffIds[0], new RegistryFault.CutShort(), times: 2);
        await ReadAsync();
        Assert.That(Cache.Find(Image.DiffIds[0])!.Entries.Single().Size, Is.EqualTo(300_000));
    }

    [Test]
    public async Task Damaged_layer_is_told_and_not_remembered()
    {
        await Image.PushAsync(_client, Reference);
        _registry.Fail("GET", Image.DiffIds[0], new RegistryFault.Damaged(), times: 9);
        Assert.That(async () => await ReadAsync(), Throws.TypeOf<StrataException>().With.Message.Contain(Image.DiffIds[0]));
        Assert.That(Cache.Find(Image.DiffIds[0]), Is.Null);
    }

    [Test]
    public async Task Image_that_is_not_there_is_left_out() => Assert.That(await ReadAsync(), Is.Empty);

    private static string Layer(string name, int size) => Encoding.Latin1.GetString(LayerTarTests.Tar(w => LayerTarTests.File(w, name, new string('x', size))));

    private int LayerCalls() => _registry.Calls.Count(c => c.Method == "GET" && Image.DiffIds.Any(d => c.Path.EndsWith(d, StringComparison.Ordinal)));

    private Task<ImmutableDictionary<string, AnalyzedImage>> ReadAsync() =>
        new RegistrySource(_client, Platform.Default).ReadAsync([new ImageRequest("web", Reference.ToString())], Cache, CancellationToken.None);
}
