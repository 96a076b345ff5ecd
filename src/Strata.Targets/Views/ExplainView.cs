using Strata.Reports;

namespace Strata.Targets.Views;

/// <summary>What <c>Explain</c> shows.</summary>
internal static class ExplainView
{
    /// <exception cref="DefinitionException">No image is named, or one that the graph does not have, or there is no such format.</exception>
    public static void Show(StrataSession session, string[]? names, string? format)
    {
        var chosen = FormatChoice.Of(format, "text", "json");
        if (names is not [var name])
        {
            throw new DefinitionException(new Problem(
                "command line", $"Explain shows one image and {(names is null or [] ? "none is" : $"{names.Length} are")} named", $"add --image {session.Graph.Images.LastOrDefault()?.Name ?? "NAME"}"));
        }

        var image = session.Graph.Get(name);
        IReadOnlyList<string> references = [ImageReferences.Local(image, ImageTags.FindAsync(session, session.Cancellation).GetAwaiter().GetResult())];
        DataOutput.Writer.Write(chosen == "json"
            ? ImageJson.Render(session.Graph, image, references)
            : ImageText.Render(session.Graph, image, references) + Environment.NewLine);
    }
}
