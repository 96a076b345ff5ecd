using System.Formats.Tar;
using System.Text;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Engine.Publishing;
using Strata.Engine.Registry;
using Strata.Engine.Tests.BuildKit;
using Strata.Oci;
using Strata.Planning;

namespace Strata.Engine.Tests.Publishing;

/// <summary>A real engine pushes to a real registry that wants a password.</summary>
public sealed class EnginePusherTests
{
    // User 'me', password 'pw'.
    private const string Users = "me:$2b$04$SS2EQ3d8m7lTyJzI9oosUuPWXvgMFj7Bw6JgJQwrXvQ90nMjwAXmi\n";

    private static readonly Fingerprint Print = new(new string('e', 64));

    private readonly LocalHost _host = new();
    private EngineConnection _engine = null!;
    private TestRegistry _registry = null!;
    private string _folder = "";

    private string Scratch => Path.Combine(_folder, "scratch");

    [OneTimeSetUp]
    public async Task Start()
    {
        _engine = await EngineUnderTest.ConnectAsync();
        _registry = await TestRegistry.StartAsync(Users);
        _folder = Directory.CreateTempSubdirectory("strata-push-").FullName;
        var archive = Path.Combine(_folder, "root.tar");
        await using (var tar = new TarWriter(File.Create(archive)))
        {
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "hello") { DataStream = new MemoryStream("hello"u8.ToArray()) });
        }

        await EngineUnderTest.ReadAsync("import", "--change", $"LABEL {ImageStore.FingerprintLabel}={Print}", archive, "strata-push-test:v1");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_folder.Length > 0)
        {
            await EngineUnderTest.DockerAsync("image", "rm", "--force", "strata-push-test:v1", Image.Reference.ToString());
            await _registry.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Test]
    public async Task The_users_password_reaches_the_engine_by_a_private_file_that_is_gone_after()
    {
        var credentials = new VariableCredentials(_registry.Address, name => name == "REGISTRY_USER" ? "me" : "pw");
        using var client = new RegistryClient(credentials);
        var commands = new RecordingHost(_host);

        var result = await new RegistryPublisher(client, new EnginePusher(commands, _engine, credentials, Scratch), Platform.Default, _ => { })
            .PublishAsync([Image], CancellationToken.None);

        Assert.That(await client.FindDigestAsync(Image.Repository with { Tag = "v1" }, CancellationToken.None), Is.EqualTo(result.Images.Single().Digest));
        Assert.That(Directory.GetFileSystemEntries(Scratch), Is.Empty);
        Assert.That(commands.Folders.Distinct(), Is.EqualTo([UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute]));
        Assert.That(commands.Words, Has.None.Contains("pw\"").And.None.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes("me:pw"))));

        var again = await new RegistryPublisher(client, new EnginePusher(_host, _engine, credentials, Scratch), Platform.Default, _ => { })
            .PublishAsync([Image], CancellationToken.None);
        Assert.That((again.Images.Single().WasPushed, again.Images.Single().Digest), Is.EqualTo((false, result.Images.Single().Digest)));
    }

    [Test]
    public async Task Users_store_is_not_asked_in_place_of_the_password_of_the_call()
    {
        var users = Directory.CreateDirectory(Path.Combine(_folder, "docker")).FullName;
        await File.WriteAllTextAsync(Path.Combine(users, "config.json"), $$$"""{"auths":{"{{{_registry.Address}}}":{"auth":"b2xkOm9sZA=="}},"credsStore":"not-there"}""");
        var engine = _engine with { Environment = _engine.Environment.SetItem("DOCKER_CONFIG", users) };
        var credentials = new VariableCredentials(_registry.Address, name => name == "REGISTRY_USER" ? "me" : "pw");
        using var client = new RegistryClient(credentials);
        var image = Image with { Repository = ImageReference.Parse($"{_registry.Address}/team/stored") };

        await new EnginePusher(_host, engine, credentials, Scratch).PushAsync(image, CancellationToken.None);

        Assert.That(await client.FindDigestAsync(image.Reference, CancellationToken.None), Is.Not.Null);
        await EngineUnderTest.DockerAsync("image", "rm", "--force", image.Reference.ToString());
    }

    [Test]
    public async Task A_wrong_password_says_where_to_log_in()
    {
        var credentials = new VariableCredentials(_registry.Address, name => name == "REGISTRY_USER" ? "me" : "wrong");

        var error = await Assert.ThrowsAsync<RegistryException>(() => new EnginePusher(_host, _engine, credentials, Scratch).PushAsync(Image, CancellationToken.None));

        Assert.That(error!.Problems.Single().ToString(), Does.StartWith("pushing 'team/app': docker push exited with code 1; log in on the build host or set REGISTRY_TOKEN"));
        Assert.That(Directory.GetFileSystemEntries(Scratch), Is.Empty);
    }

    private PublishImage Image => new("app", ImageReference.Parse($"{_registry.Address}/team/app"), Print, ["v1"]) { Local = "strata-push-test:v1" };

    /// <summary>Remembers what was run, and the mode of the client's folder at that time.</summary>
    private sealed class RecordingHost(IBuildHost inner) : IBuildHost
    {
        public List<string> Words { get; } = [];

        public List<UnixFileMode> Folders { get; } = [];

        public string Name => inner.Name;

        public Task<int> RunAsync(Command command, Action<OutputLine>? onLine, CancellationToken cancellation)
        {
            Words.AddRange([.. command.Arguments, .. command.Environment.Values.OfType<string>()]);
            if (command.Arguments.Contains("push") && !OperatingSystem.IsWindows())
            {
                Folders.Add(File.GetUnixFileMode(command.Environment["DOCKER_CONFIG"]!));
            }

            return inner.RunAsync(command, onLine, cancellation);
        }

        public Task<byte[]?> ReadFileAsync(string path, CancellationToken cancellation) => inner.ReadFileAsync(path, cancellation);

        public Task WriteFileAsync(string path, ReadOnlyMemory<byte> content, bool isPrivate, CancellationToken cancellation) =>
            inner.WriteFileAsync(path, content, isPrivate, cancellation);

        public Task DeleteDirectoryAsync(string path, CancellationToken cancellation) => inner.DeleteDirectoryAsync(path, cancellation);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
