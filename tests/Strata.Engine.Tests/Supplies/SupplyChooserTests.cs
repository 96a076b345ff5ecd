using System.Net;
using System.Net.Sockets;
using Strata.Engine.Supplies;
using Strata.Graph;
using Strata.Testing;
using Strata.Testing.Hosts;

namespace Strata.Engine.Tests.Supplies;

public sealed class SupplyChooserTests
{
    private static readonly ScriptedHost Debian = new ScriptedHost().On("sh", ScriptedAnswer.Prints(
        "amd64", "\u0001os", "VERSION_CODENAME=bookworm", "\u0001apt", "\u0001list", "deb http://deb.example/debian bookworm main"));

    private static readonly ScriptedHost OtherSystem = new ScriptedHost { Name = "mac1" }.On("sh", ScriptedAnswer.Prints());

    private string directory = "";
    private LoopbackServer server = null!;
    private Uri address = new("http://127.0.0.1");
    private (string Path, int Status)[] answers = [];

    private string Memory => Path.Combine(directory, "temp", "supply.json");

    [SetUp]
    public void Start()
    {
        directory = Directory.CreateTempSubdirectory("strata-supply").FullName;
        server = new LoopbackServer(Serve);
        address = new Uri($"http://{server.Address}/");
    }

    [TearDown]
    public async Task Stop()
    {
        await server.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [TestCase(200)]
    [TestCase(401)]
    public async Task Auto_takes_hub_when_registry_and_index_answer(int registryStatus)
    {
        Answer(("/v2/", registryStatus), ("/simple/", 200));

        var chosen = await Chooser(Debian).ChooseAsync(SupplyChoice.Auto, Memory, CancellationToken.None);

        Assert.That((chosen.Supply, chosen.IsAutomatic, chosen.Why), Is.EqualTo((Supply.Hub, true, "Docker Hub and PyPI answer")));
    }

    [TestCase(503, 200, "Docker Hub answers 503")]
    [TestCase(401, 404, "PyPI answers 404")]
    [TestCase(302, 403, "Docker Hub answers 302, PyPI answers 403")]
    public async Task Auto_takes_debian_when_one_of_them_refuses(int registryStatus, int indexStatus, string why)
    {
        Answer(("/v2/", registryStatus), ("/simple/", indexStatus));

        var chosen = await Chooser(Debian).ChooseAsync(SupplyChoice.Auto, Memory, CancellationToken.None);

        Assert.That((chosen.Supply, chosen.Why), Is.EqualTo((Supply.Debian, why)));
    }

    [Test]
    public async Task One_that_accepts_but_stays_silent_does_not_hold_auto_up()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Answer(("/simple/", 200));
        var chooser = new SupplyChooser(Debian, new Uri($"http://{silent.LocalEndpoint}/v2/"), new Uri(address, "/simple/"), TimeSpan.FromMilliseconds(300));

        var chosen = await chooser.ChooseAsync(SupplyChoice.Auto, Memory, CancellationToken.None);

        Assert.That((chosen.Supply, chosen.Why), Is.EqualTo((Supply.Debian, "Docker Hub does not answer")));
    }

    [Test]
    public async Task Auto_asks_once_and_remembers()
    {
        Answer(("/v2/", 401), ("/simple/", 200));
        var first = await Chooser(Debian).ChooseAsync(SupplyChoice.Auto, Memory, CancellationToken.None);
        await server.DisposeAsync();

        var second = await Chooser(Debian).ChooseAsync(SupplyChoice.Auto, Memory, CancellationToken.None);

        Assert.That(second, Is.EqualTo(first));
    }

    [TestCase("")]
    [TestCase("{\"supply\": \"moon\"}")]
    [TestCase("{\"supply\": 7, \"when\": \"2026-01-01T00:00:00Z\", \"why\": \"\"}")]
    [TestCase("null")]
    public async Task Damaged_memory_is_asked_anew(string memory)
    {
        Answer(("/v2/", 401), ("/simple/", 200));
        Directory.CreateDirectory(Path.GetDirectoryName(Memory)!);
        await File.WriteAllTextAsync(Memory, memory);

        var chosen = await Chooser(Debian).ChooseAsync(SupplyChoice.Auto, Memory, CancellationToken.None);

        Assert.That(chosen.Supply, Is.EqualTo(Supply.Hub));
    }

    [Test]
    public async Task What_is_asked_for_by_name_is_taken_without_a_question()
    {
        var chosen = await Chooser(OtherSystem).ChooseAsync(SupplyChoice.Debian, Memory, CancellationToken.None);

        Assert.That((chosen.Supply, chosen.IsAutomatic), Is.EqualTo((Supply.Debian, false)));
        Assert.That(File.Exists(Memory), Is.False);
    }

    [Test]
    public async Task Without_network_and_without_debian_there_is_no_supply()
    {
        Answer(("/v2/", 500), ("/simple/", 500));

        var error = await Assert.ThrowsAsync<StrataException>(() => Chooser(OtherSystem).ChooseAsync(SupplyChoice.Auto, Memory, CancellationToken.None));

        Assert.That(error!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
        Assert.That(error.Message, Does.Contain("Docker Hub answers 500, PyPI answers 500, and mac1 has no apt source of Debian"));
    }

    private SupplyChooser Chooser(ScriptedHost host) => new(host, new Uri(address, "/v2/"), new Uri(address, "/simple/"), TimeSpan.FromSeconds(10));

    private void Answer(params (string Path, int Status)[] given) => answers = given;

    private Task Serve(HttpListenerContext context)
    {
        context.Response.StatusCode = answers.Single(a => a.Path == context.Request.Url!.AbsolutePath).Status;
        context.Response.Close();
        return Task.CompletedTask;
    }
}
