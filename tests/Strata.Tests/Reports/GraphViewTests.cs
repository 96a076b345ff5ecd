using System.Text.Json;
using System.Xml.Linq;
using Strata.Graph;
using Strata.Reports;
using Strata.Testing;

namespace Strata.Tests.Reports;

public class GraphViewTests
{
    private static readonly ImageGraph Stack = Graphs.Parse(TextTests.Stack)
        .With("svc-ingestion", d => d with { Title = "Ingestion", Description = "Cuts \"documents\" & <texts>", Health = "/health" })
        .Create(Supply.Debian);

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Test]
    public void Json() => Golden.Expect("graph.json.txt", GraphJson.Render(Stack));

    [Test]
    public void Mermaid() => Golden.Expect("graph.mermaid.txt", GraphMermaid.Render(Stack));

    [Test]
    public void Dot() => Golden.Expect("graph.dot.txt", GraphDot.Render(Stack));

    [Test]
    public void Drawing() => Golden.Expect("graph.svg.txt", GraphSvg.Render(Stack));

    [Test]
    public void Explanation() => Golden.Expect("image.txt", ImageText.Render(Stack, Stack.Get("svc-rag-retriever"), ["svc-rag-retriever:dev"]));

    [Test]
    public void Explanation_for_programs() => Golden.Expect("image.json.txt", ImageJson.Render(Stack, Stack.Get("svc-rag-retriever"), ["svc-rag-retriever:dev"]));

    [Test]
    public void What_comes_from_elsewhere_is_shown()
    {
        var graphs = Graphs.Parse("router @8080").WithDockerfile("router", "FROM scratch\nCOPY --from=src . /app\n").With("router", i => i with
        {
            Sources = [new GitSource("src", "https://git.example/webui.git", new string('a', 40))],
            Container = i.Container with { External = [ExternalService.At("scalarlm", "SCALARLM_BASE_URL")], RootBecause = "s6 drops it", Volumes = ["/config"] },
        });
        var graph = ImageGraph.Create(graphs.Definitions, graphs.Files, Supply.Hub, consumed: [ConsumedImage.Of(Upstream.Image("docker.io/cloudflare/cloudflared", "2025.11.1"))]);
        Assert.Multiple(() =>
        {
            Assert.That(GraphText.Render(graph), Is.EqualTo(
                "scratch\n└─ router                         + webui.git#aaaaaaa  :8080 -> 8080\n"
                + "cloudflare/cloudflared:2025.11.1  consumed as cloudflared\nscalarlm                          external, at SCALARLM_BASE_URL for router\n"));
            Assert.That(GraphMermaid.Render(graph), Does.Contain("cloudflare/cloudflared:2025.11.1<br>consumed as cloudflared").And.Contain("webui.git#aaaaaaa"));
            Assert.That(GraphDot.Render(graph), Does.Contain("consumed as cloudflared").And.Contain("webui.git#aaaaaaa"));
            Assert.That(GraphJson.Render(graph), Does.Contain("\"docker.io/cloudflare/cloudflared:2025.11.1\"").And.Contain("\"SCALARLM_BASE_URL\""));
            Assert.That(ImageText.Render(graph, graph.Images[0], []), Does.Contain("scalarlm at SCALARLM_BASE_URL (external)").And.Contain("s6 drops it").And.Contain("/config"));
        });
    }

    [Test]
    public void Json_can_be_read_and_names_all_images()
    {
        using var json = JsonDocument.Parse(GraphJson.Render(Stack));
        var names = json.RootElement.GetProperty("images").EnumerateArray().Select(i => i.GetProperty("name").GetString());

        Assert.That(names, Is.EqualTo(Stack.Images.Select(i => i.Name)));
    }

    [TestCase("")]
    [TestCase("only")]
    public void Small_graphs_are_drawn_too(string text)
    {
        var graph = Graphs.Create(text);

        Assert.That(Boxes(GraphSvg.Render(graph)), Has.Count.EqualTo(graph.Images.Length));
        Assert.That(GraphHtml.Render(graph), Does.EndWith("</html>\n"));
        Assert.That(GraphDot.Render(graph), Does.EndWith("}\n"));
        Assert.That(GraphMermaid.Render(graph), Does.StartWith("flowchart LR\n"));
    }

    [TestCase(5)]
    [TestCase(102)]
    [TestCase(502)]
    public void Boxes_do_not_overlap_and_parents_stand_left(int count)
    {
        var graph = Graphs.Create(Graphs.Layered(count));
        var boxes = Boxes(GraphSvg.Render(graph));
        var images = boxes.Where(b => b.Name is not null).ToDictionary(b => b.Name!);

        Assert.That(images, Has.Count.EqualTo(count));
        for (var i = 0; i < boxes.Count; i++)
        {
            for (var j = i + 1; j < boxes.Count; j++)
            {
                Assert.That(boxes[i].Overlaps(boxes[j]), Is.False, $"{boxes[i]} {boxes[j]}");
            }
        }

        foreach (var image in graph.Images)
        {
            Assert.That(graph.Parents(image).All(p => images[p.Name].X < images[image.Name].X), image.Name);
        }
    }

    [Test]
    public void Page_names_no_address_outside_itself()
    {
        var page = GraphHtml.Render(Stack).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);

        Assert.That(page, Does.Not.Contain("http:").And.Not.Contain("https:").And.Not.Contain("src=").And.Not.Contain("@import"));
        Assert.That(page, Does.Contain("Cuts &quot;documents&quot; &amp; &lt;texts&gt;"));
        Assert.That(page, Does.Contain("<tr id=\"svc-rag-retriever\">"));
    }

    private static List<Box> Boxes(string svg) =>
        [.. XDocument.Parse(svg).Descendants(Svg + "g").Select(g => Box.Of((string?)g.Attribute("data-name"), g.Element(Svg + "rect")!))];

    private sealed record Box(string? Name, double X, double Y, double Width, double Height)
    {
        public static Box Of(string? name, XElement rect) =>
            new(name, (double)rect.Attribute("x")!, (double)rect.Attribute("y")!, (double)rect.Attribute("width")!, (double)rect.Attribute("height")!);

        public bool Overlaps(Box other) =>
            X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;
    }
}
