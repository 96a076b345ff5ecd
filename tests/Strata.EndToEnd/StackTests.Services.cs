using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Strata.EndToEnd;

// What the services of the stack do, each in a container as it is meant to run.
public sealed partial class StackTests
{
    private static readonly string[] SupervisedImages = ["base-os", "syncthing"];

    [Test]
    public async Task Every_image_is_verified()
    {
        var call = await _copy.BuildAsync("VerifyAll", "--supply", "Debian");
        Assert.That(call.ExitCode, Is.Zero, call.ToString());
        Assert.Multiple(() =>
        {
            foreach (var image in Images)
            {
                Assert.That(call.Output, Does.Match($@"(?m)^\W*{image}\s+passed"), call.Output);
            }
        });
    }

    [Test]
    public async Task Every_image_that_no_init_supervises_names_a_numeric_user_that_is_not_root()
    {
        foreach (var image in Images.Except(SupervisedImages))
        {
            var references = await ImageCommand.DockerAsync("image", "ls", "--filter", $"reference=*{image}", "--format", "{{.Repository}}:{{.Tag}}");
            var user = await ImageCommand.DockerAsync("image", "inspect", "--format", "{{.Config.User}}", references.Output.Split('\n')[0].Trim());
            Assert.That(user.Output.Trim(), Does.Match("^[1-9][0-9]*(:[1-9][0-9]*)?$"), image);
        }
    }

    [TestCase("svc-ingestion", "svc-ingestion")]
    [TestCase("svc-extract", "svc-extract")]
    [TestCase("svc-kg", "svc-kg")]
    [TestCase("svc-forms", "svc-forms")]
    [TestCase("base-ml", "base-ml")]
    [TestCase("svc-ocr", "svc-ocr")]
    [TestCase("svc-rag-indexer", "svc-rag-indexer")]
    [TestCase("svc-rag-retriever", "svc-rag-retriever")]
    [TestCase("router", "router")]
    [TestCase("split-brain", "classifier")]
    [TestCase("classifier", "classifier")]
    [TestCase("ui", "ui")]
    [TestCase("strain-seer", "base-ml", Description = "its own image is not in the Debian supply; what it computes needs scipy alone")]
    public async Task Service_passes_its_own_tests_in_its_image(string service, string image)
    {
        var folder = Path.Combine(_copy.Directory, "services", service);
        string[] options = ["--volume", $"{folder}/tests:/tests:ro", "--volume", $"{folder}/src:/own:ro", "--env", "PYTHONPATH=/own:/app/src:/opt/strata"];
        var call = await ImageCommand.RunAsync(image, options, "python3", "-m", "unittest", "discover", "-s", "/tests");
        Assert.That(call.ExitCode, Is.Zero, call.ToString());
        Assert.That(call.Error, Does.Match(@"Ran [1-9][0-9]* tests? in"));
    }

    [Test]
    public async Task Router_is_told_by_the_head_that_the_user_interface_trained()
    {
        string[] heads = ["--volume", "strata-e2e-heads:/var/split-brain/heads"];
        await using var classifier = await RunningService.StartAsync("classifier", 18081, heads);
        await using var router = await RunningService.StartAsync("router", 18080, "--env", $"CLASSIFIER_URL={classifier.Url}");
        await using var ui = await RunningService.StartAsync("ui", 18082, [.. heads, "--env", $"ROUTER_URL={router.Url}"]);

        Assert.That((await RouteAsync("hello there")).GetProperty("by").GetString(), Is.EqualTo("rules"), "nothing is trained yet");
        var trained = await ui.PostAsync("/train", new { });
        Assert.That(trained.GetProperty("accuracy").GetDouble(), Is.GreaterThan(0.85));
        var health = await classifier.GetAsync("/health");
        Assert.That(health.GetProperty("head").GetProperty("examples").GetInt32(), Is.EqualTo(trained.GetProperty("examples").GetInt32()));
        Assert.That(health.GetProperty("encoder").GetString(), Does.StartWith("hashing"), "Debian has no trained encoder, and this says so");

        foreach (var (text, route) in new[] { ("good evening", "fast"), ("derive the formula and prove it step by step", "deep") })
        {
            var answer = await RouteAsync(text);
            Assert.That((answer.GetProperty("by").GetString(), answer.GetProperty("route").GetString()), Is.EqualTo(("classifier", route)), text);
        }

        // What people teach is what the router does next: without any restart.
        const string Taught = "zebra zebra quagga";
        await ui.PostAsync("/examples", new { text = Taught, route = "deep" });
        await ui.PostAsync("/train", new { });
        Assert.That((await ui.PostAsync("/try", new { text = Taught })).GetProperty("route").GetString(), Is.EqualTo("deep"));

        async Task<JsonElement> RouteAsync(string text) => await router.PostAsync("/route", new { text });
    }

    [Test]
    public async Task Ocr_reads_a_picture()
    {
        var page = Path.Combine(_copy.Directory, "ocr.html");
        await File.WriteAllTextAsync(page, "<!doctype html><body style='font: 40px serif; margin: 40px'><p>Invoice 2026-0042<p>Total due: 1,200.00 pounds");
        var picture = Path.Combine(_copy.Directory, "ocr.png");
        await Chromium.ShootAsync("file://" + page, picture, 900, 300);

        await using var service = await RunningService.StartAsync("svc-ocr", 18003);
        var answer = await service.SendAsync(HttpMethod.Post, "/ocr", await File.ReadAllBytesAsync(picture));
        Assert.That(answer.GetProperty("text").GetString(), Does.Contain("Invoice 2026-0042").And.Contain("1,200.00 pounds"));
        Assert.That(answer.GetProperty("confidence").GetDouble(), Is.GreaterThan(80));
    }

    [Test]
    public async Task Retriever_finds_what_the_indexer_has_read()
    {
        string[] index = ["--volume", "strata-e2e-index:/index"];
        await using var indexer = await RunningService.StartAsync("svc-rag-indexer", 18004, index);
        await using var retriever = await RunningService.StartAsync("svc-rag-retriever", 18002, index);
        await indexer.SendAsync(HttpMethod.Put, "/documents/cats?name=cats.html", Encoding.UTF8.GetBytes("<p>Cats sleep most of the day and purr when they are content.</p>"));
        await indexer.SendAsync(HttpMethod.Put, "/documents/rates?name=rates.csv", Encoding.UTF8.GetBytes("band,rate\nbasic,20 %\nhigher,40 %\n"));
        await indexer.SendAsync(HttpMethod.Put, "/documents/taxes?name=taxes.docx", Docx("Income tax returns are due at the end of January."));

        Assert.That((await retriever.GetAsync("/health")).GetProperty("passages").GetInt32(), Is.EqualTo(3));
        foreach (var (query, document) in new[] { ("when is my tax return due", "taxes"), ("purring cat", "cats"), ("higher rate band", "rates") })
        {
            var hit = (await retriever.PostAsync("/search", new { query, k = 1 })).GetProperty("hits")[0];
            Assert.That(hit.GetProperty("document").GetString(), Is.EqualTo(document), query);
        }
    }

    [Test]
    public async Task Syncthing_shows_its_page_and_runs_as_who_is_asked_for()
    {
        await using var service = await RunningService.StartSupervisedAsync("syncthing", 18384, "/rest/noauth/health", "--env", "PUID=4242", "--env", "PGID=4243");
        var ids = await service.UserIdsAsync();
        Assert.That(ids, Does.Contain("4242"), "syncthing itself");
        Assert.That(ids.Except(["0", "4242"]), Is.Empty);

        var picture = Path.Combine(Repository.Root, "artifacts/reports/screenshots/syncthing.png");
        var png = await Chromium.ShootAsync(service.Url, picture, 1280, 900);
        Assert.That(png.DistinctRows, Is.GreaterThan(100), "hardly anything is drawn");
    }

    // The least that is a document of Word.
    private static byte[] Docx(string text)
    {
        using var body = new MemoryStream();
        using (var parts = new ZipArchive(body, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(parts, "[Content_Types].xml", """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
                """);
            Write(parts, "_rels/.rels", """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
                Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>
                """);
            Write(parts, "word/document.xml", $"""
                <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>
                """);
        }

        return body.ToArray();
    }

    private static void Write(ZipArchive parts, string name, string text)
    {
        using var part = parts.CreateEntry(name).Open();
        part.Write(Encoding.UTF8.GetBytes(text));
    }
}
