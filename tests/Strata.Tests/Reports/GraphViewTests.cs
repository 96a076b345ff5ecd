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
