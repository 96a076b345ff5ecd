using Nuke.Common.IO;
using Strata.Engine.Hosts;
using Strata.Graph;
using Strata.Reports;

namespace Strata.Targets.Views;

/// <summary>What <c>Graph</c> shows.</summary>
internal static class GraphView
{
    /// <summary>The page's name below <c>.nuke/temp</c>.</summary>
    public const string PageName = "images.html";

    /// <exception cref="DefinitionException">There is no such format.</exception>
    public static void Show(StrataSession session, string? format)
    {
        var graph = session.Graph;
        switch (FormatChoice.Of(format, "text", "json", "mermaid", "dot", "svg", "html"))
        {
            case "json":
                DataOutput.Writer.Write(GraphJson.Render(graph));
                break;
            case "mermaid":
                DataOutput.Writer.Write(GraphMermaid.Render(graph));
                break;
            case "dot":
                DataOutput.Writer.Write(GraphDot.Render(graph));
                break;
            case "svg":
                DataOutput.Writer.Write(GraphSvg.Render(graph));
                break;
            case "html":
                var page = WritePage(session, graph);
                DataOutput.Writer.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, page));
                Browser.Open(page);
                break;
            default:
                DataOutput.Writer.WriteLine(GraphText.Render(graph));
                break;
        }
    }

    /// <summary>Writes the page of the images.</summary>
    /// <returns>Where it is.</returns>
    public static AbsolutePath WritePage(StrataSession session, ImageGraph graph)
    {
        var page = session.Build.TemporaryDirectory / PageName;
        AtomicFile.WriteAsync(page, GraphHtml.Render(graph), isPrivate: false, session.Cancellation).GetAwaiter().GetResult();
        return page;
    }
}
