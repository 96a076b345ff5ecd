using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Engine.Registry;
using Strata.Testing;

namespace Strata.Engine.Tests.Registry;

public sealed class ClientConfigTests
{
    private const string Hub = "https://index.docker.io/v1/";

    private static readonly VariableCredentials Ours = new("r.example", name => name == VariableCredentials.UserVariable ? "me" : "pw");

    private readonly LocalHost _host = new();
    private TemporaryFolder _folder = null!;

    private string Scratch => Path.Combine(_folder.Path, "scratch");

    [SetUp]
    public void Make_a_home() => _folder = new TemporaryFolder();

    [TearDown]
    public void Remove_it() => _folder.Dispose();

    [Test]
    public async Task Other_logins_stay_and_our_own_wins_over_what_is_there()
    {
        await using var config = await CreateAsync("""
            {"auths":{"ghcr.io":{"auth":"b3JnOmtleQ=="},"r.example":{"auth":"b2xkOm9sZA==","email":"old@r.example"}},
             "credsStore":"desktop","credHelpers":{"r.example":"pass","quay.io":"other"},"currentContext":"build1"}
            """);

        Assert.That(Written(config), Is.EqualTo("""
            {"auths":{"ghcr.io":{"auth":"b3JnOmtleQ=="},"r.example":{"auth":"bWU6cHc="}},"credsStore":"desktop","credHelpers":{"r.example":"","quay.io":"other"},"currentContext":"build1"}
            """));
    }

    [TestCase(null)]
    [TestCase("""{"auths":null,"credHelpers":[]}""")]
    public async Task User_without_logins_gets_ours_alone(string? before)
    {
        await using var config = await CreateAsync(before);

        Assert.That(Written(config), Is.EqualTo("""{"auths":{"r.example":{"auth":"bWU6cHc="}},"credHelpers":{"r.example":""}}"""));
    }

    [Test]
    public async Task Docker_Hub_has_the_key_that_clients_ask_for()
    {
        var credentials = new VariableCredentials("docker.io", _ => "x");

        await using var config = await CreateAsync("""{"credsStore":"desktop"}""", credentials, "docker.io");

        var json = JsonNode.Parse(Written(config))!;
        Assert.That((json["auths"]![Hub]!["auth"]!.GetValue<string>(), json["credHelpers"]![Hub]!.GetValue<string>()), Is.EqualTo((Convert.ToBase64String("x:x"u8), "")));
    }

    private async Task<ClientConfig> CreateAsync(string? before, ICredentialSource? credentials = null, string domain = "r.example")
    {
        var users = Directory.CreateDirectory(Path.Combine(_folder.Path, "docker")).FullName;
        if (before is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(users, "config.json"), before);
        }

        var environment = ImmutableDictionary<string, string?>.Empty.Add("DOCKER_CONFIG", users);
        var engine = new EngineConnection(EngineKind.Docker, "docker", environment, "0", "0", "linux/amd64", HostNetworkOnly: false);
        return await ClientConfig.CreateAsync(_host, engine, credentials ?? Ours, domain, Scratch, CancellationToken.None);
    }

    private static string Written(ClientConfig config) => File.ReadAllText(Path.Combine(config.Environment["DOCKER_CONFIG"]!, "config.json"), Encoding.UTF8);
}
