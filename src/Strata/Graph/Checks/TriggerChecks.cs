using Strata.Dockerfiles;

namespace Strata.Graph.Checks;

/// <summary>What images of the graph leave for those that start from them (ONBUILD) reads nothing but the build context.</summary>
internal static class TriggerChecks
{
    // BuildKit 0.17 and newer (Dockerfile 1.11) looks names behind 'from' up in the Dockerfile of the image that starts from it, then among images and
    // contexts; older ones refuse them. There, nobody has declared or resolved them.
    public static IEnumerable<Problem> Check(GraphSheets graph) =>
        from sheet in graph.Sheets
        from onbuild in sheet.References.Values.SelectMany(r => r.Target.Instructions).OfType<OnbuildInstruction>()
        from read in Reads(onbuild.Trigger)
        let children = graph.Sheets.Where(c => StartsFrom(c, sheet, graph)).Select(c => $"'{c.Image.Name}'").ToArray()
        where children.Length > 0
        select sheet.Problem(
            $"{sheet.Image.Dockerfile}:{onbuild.Span.StartLine} has ONBUILD read from '{read}', which would count as no input of {string.Join(", ", children)}",
            "write that instruction in their Dockerfiles, without ONBUILD");

    private static bool StartsFrom(ImageSheet child, ImageSheet parent, GraphSheets graph) => child.Uses.Any(
        u => u.Kind == ReferenceKind.From && graph.Names.Find(child.Image, u) is ImageSource.Parent { Image: var name } && name == parent.Image.Name);

    private static IEnumerable<string> Reads(Instruction trigger) => trigger switch
    {
        CopyInstruction { From: { } from } => [from.Text],
        RunInstruction run => run.Mounts.Select(m => m.From).OfType<string>(),
        _ => [],
    };
}
