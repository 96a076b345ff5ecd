using System.Net;
using Strata.Engine.Hosts;
using Strata.Engine.Registry;
using Strata.Oci;
using Strata.Testing.Hosts;
using Strata.Testing.Registry;

namespace Strata.Engine.Tests.Registry;

public sealed class SignInTests
{
    private const string File = "/home/me/.docker/config.json";

    private readonly InstantClock _clock = new();
    private readonly ScriptedHost _host = new();
    private InProcessRegistry? _registry;
    private RegistryClient? _client;

    [TearDown]
    public async Task Stop()
    {
        _client?.Dispose();
        await (_registry?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Test]
    public async Task A_password_is_sent_only_when_asked_for()
    {
        var reference = Start(new InProcessRegistry { User = ("me", "s3cret:x") }, a => new DockerConfigCredentials(WithAuth(a, "me:s3cret:x"), File));

        await SmallImage.Of("x").PushAsync(_client!, reference);

        Assert.That(_registry!.Calls[0].Authorization, Is.Null);
        Assert.That(_registry.Calls.Skip(1).Select(c => c.Authorization), Has.All.StartsWith("Basic "));
    }

    [Test]
    public async Task A_token_is_fetched_once_for_each_right()
    {
        var reference = Start(new InProcessRegistry { User = ("me", "pw"), UsesTokens = true }, a => new VariableCredentials(a, Variables(("REGISTRY_USER", "me"), ("REGISTRY_TOKEN", "pw"))));

        await SmallImage.Of("x", "y").PushAsync(_client!, reference);
        await SmallImage.Of("x", "z").PushAsync(_client!, reference);

        var tokens = _registry!.Calls.Where(c => c.Path == "/token").ToList();
        Assert.That(tokens.Select(t => WebUtility.UrlDecode(t.Query)), Is.EquivalentTo(
            ["?service=tests&scope=repository:harkon/router:pull", "?service=tests&scope=repository:harkon/router:pull,push"]));
        Assert.That(_registry.Calls.Where(c => c.Path != "/token").Select(c => c.Authorization ?? ""), Has.None.StartsWith("Basic"));
    }

    [Test]
    public async Task A_token_that_ended_is_fetched_anew()
    {
        var reference = Start(new InProcessRegistry { User = ("me", "pw"), UsesTokens = true }, a => new DockerConfigCredentials(WithAuth(a, "me:pw"), File));
        await _client!.FindDigestAsync(reference, CancellationToken.None);
        _clock.Pass(TimeSpan.FromSeconds(400));
        await _client.FindDigestAsync(reference, CancellationToken.None);

        Assert.That(_registry!.Calls.Count(c => c.Path == "/token"), Is.EqualTo(2));
    }

    [Test]
    public async Task An_identity_token_is_exchanged_and_never_sent_as_a_password()
    {
        var reference = Start(
            new InProcessRegistry { User = ("me", "pw"), UsesTokens = true, IdentityToken = "refresh-me" },
            a => new DockerConfigCredentials(_host.WithFile(File, $$$"""{"auths":{"{{{a}}}":{"auth":"AA==","identitytoken":"refresh-me"} } }"""), File));

        await SmallImage.Of("x").PushAsync(_client!, reference);

        Assert.That(_registry!.Calls.Where(c => c.Path == "/token").Select(c => (c.Method, c.Query, c.Authorization)), Has.All.EqualTo(("POST", "", (string?)null)));
    }

    [Test]
    public async Task A_helper_gets_the_registry_on_standard_input()
    {
        var reference = Start(new InProcessRegistry { User = ("me", "pw") }, a => new DockerConfigCredentials(
            _host.WithFile(File, $$"""{"credHelpers":{"{{a}}":"pass"},"credsStore":"other"}""")
                .On(c => c.FileName == "docker-credential-pass" && c.Input == a, _ => ScriptedAnswer.Prints("""{"ServerURL":"x","Username":"me","Secret":"pw"}""")),
            File));

        await SmallImage.Of("x").PushAsync(_client!, reference);

        Assert.That(_host.LinesRun.Distinct(), Is.EqualTo(["docker-credential-pass get"]));
    }

    [Test]
    public async Task A_store_that_knows_nothing_leaves_the_user_a_stranger()
    {
        var reference = Start(new InProcessRegistry { User = ("me", "pw") }, _ => new DockerConfigCredentials(
            _host.WithFile(File, """{"credsStore":"desktop"}""").On("docker-credential-desktop", ScriptedAnswer.Prints("credentials not found in native keychain") with { ExitCode = 1 }), File));

        var error = await Assert.ThrowsAsync<RegistryException>(() => _client!.PutManifestAsync(reference, SmallImage.Of("x").Manifest, CancellationToken.None));

        Assert.That(error!.Problems.Single().ToString(), Does.StartWith(
            "pushing 'harkon/router': PUT /v2/harkon/router/manifests/v1: 401 UNAUTHORIZED; log in on the build host or set REGISTRY_TOKEN"));
        Assert.That(error.ExitCode, Is.EqualTo(ExitCode.Registry));
    }

    [Test]
    public async Task A_wrong_password_is_an_error_without_the_password()
    {
        var reference = Start(new InProcessRegistry { User = ("me", "pw"), UsesTokens = true }, a => new DockerConfigCredentials(WithAuth(a, "me:wrong-one"), File));

        var error = await Assert.ThrowsAsync<RegistryException>(() => _client!.FindDigestAsync(reference, CancellationToken.None));

        Assert.That(error!.Problems.Single().ToString(), Does.StartWith($"signing in to '{_registry!.Address}': GET /token: 401 UNAUTHORIZED; log in on the build host or set REGISTRY_TOKEN"));
        Assert.That(error.Message, Does.Not.Contain("wrong-one"));
    }

    [Test]
    public async Task Variables_count_for_the_registry_of_the_build_alone()
    {
        var variables = new VariableCredentials("gitea.example", Variables(("REGISTRY_TOKEN", "t")));

        Assert.That((await variables.FindAsync("gitea.example", CancellationToken.None))!.Password.Reveal(), Is.EqualTo("t"));
        Assert.That(await variables.FindAsync("docker.io", CancellationToken.None), Is.Null);
    }

    [TestCase("https://index.docker.io/v1/", "docker.io")]
    [TestCase("https://gitea.example", "gitea.example")]
    [TestCase("gitea.example:3000", "gitea.example:3000")]
    public async Task Older_keys_are_known(string key, string domain) =>
        Assert.That((await new DockerConfigCredentials(WithAuth(key, "u:p"), File).FindAsync(domain, CancellationToken.None))?.User, Is.EqualTo("u"));

    [Test]
    public async Task Empty_helper_of_a_registry_leaves_its_entry_of_the_file()
    {
        var config = """{"auths":{"r.example":{"auth":"bWU6cHc="}},"credHelpers":{"r.example":""},"credsStore":"desktop"}""";

        var found = await new DockerConfigCredentials(new ScriptedHost().WithFile(File, config), File).FindAsync("r.example", CancellationToken.None);

        Assert.That(found?.User, Is.EqualTo("me"));
    }

    [TestCase("not there", null)]
    [TestCase("locked", 1)]
    [TestCase("s3cret", 0)]
    public async Task A_helper_that_gives_no_answer_is_an_error_of_the_registry(string says, int? exitCode)
    {
        var host = new ScriptedHost().WithFile(File, """{"credsStore":"desktop"}""");
        if (exitCode is { } code)
        {
            host.On("docker-credential-desktop", ScriptedAnswer.Prints(says) with { ExitCode = code });
        }

        var error = await Assert.ThrowsAsync<RegistryException>(() => new DockerConfigCredentials(host, File).FindAsync("r.example", CancellationToken.None));

        Assert.That(error!.ExitCode, Is.EqualTo(ExitCode.Registry));
        Assert.That(error.Problems.Single().ToString(), Does.StartWith("docker-credential-desktop").And.Not.Contain(says));
    }

    [TestCase("{\"auths\":{\"r.example\":{\"auth\":\"***\"}}}")]
    [TestCase("[]")]
    [TestCase("{")]
    public async Task A_config_that_cannot_be_read_is_named(string text)
    {
        var error = await Assert.ThrowsAsync<RegistryException>(() => new DockerConfigCredentials(_host.WithFile(File, text), File).FindAsync("r.example", CancellationToken.None));

        Assert.That((error!.ExitCode, error.Problems[0].Place), Is.EqualTo((ExitCode.Registry, File)));
    }

    [Test]
    public void Challenges_are_told_apart()
    {
        var challenges = AuthChallenge.Parse(["Basic realm=\"a, \\\"b\\\"\" , Bearer realm=\"https://t.example/x\",service=s, scope=\"repository:a:pull,push\"", "Negotiate"]);

        Assert.That(challenges.Select(c => c.Scheme), Is.EqualTo(["Basic", "Bearer", "Negotiate"]));
        Assert.That((challenges[0]["realm"], challenges[1]["Service"], challenges[1]["scope"]), Is.EqualTo(("a, \"b\"", "s", "repository:a:pull,push")));
    }

    private ImageReference Start(InProcessRegistry registry, Func<string, ICredentialSource> credentials)
    {
        _registry = registry;
        _client = new RegistryClient(credentials(registry.Address), clock: _clock);
        return ImageReference.Parse($"{registry.Address}/harkon/router:v1");
    }

    private ScriptedHost WithAuth(string key, string login) =>
        _host.WithFile(File, $$$"""{"auths":{"{{{key}}}":{"auth":"{{{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(login))}}}"} } }""");

    private static Func<string, string?> Variables(params (string Name, string Value)[] values) => name => values.FirstOrDefault(v => v.Name == name).Value;
}
