using System.Collections.Immutable;
using Strata.Graph.Checks;
using Strata.Oci;

namespace Strata.Graph;

/// <summary>Runs all checks and reports what they find together.</summary>
internal static class GraphValidator
{
    /// <exception cref="DefinitionException">Something is wrong: all of it, image by image in the order declared.</exception>
    public static GraphSheets Validate(IEnumerable<ImageDefinition> definitions, IFileTree files, Platform platform, IEnumerable<ConsumedImage>? consumed)
    {
        var graph = new GraphSheets(definitions, consumed);
        FindSupplies(graph);
        List<Problem> problems = [];
        foreach (var sheet in graph.Sheets)
        {
            problems.AddRange(NameChecks.Check(sheet));
            problems.AddRange(PortChecks.Check(sheet));
            problems.AddRange(FileChecks.Check(sheet, files));
            problems.AddRange(sheet.Resolve(platform));
            problems.AddRange(UseChecks.Check(sheet, graph));
            problems.AddRange(ParentChecks.Check(sheet, graph));
            problems.AddRange(UpstreamChecks.Check(sheet, graph));
            problems.AddRange(SourceChecks.Check(sheet, graph));
            problems.AddRange(SecretChecks.Check(sheet));
            problems.AddRange(ContainerChecks.Check(sheet, graph));
        }

        problems.AddRange(TriggerChecks.Check(graph));
        problems.AddRange(NameChecks.CheckDuplicates(graph));
        problems.AddRange(PortChecks.CheckDuplicates(graph));
        problems.AddRange(CycleCheck.Check(graph));
        problems.AddRange(ContainerChecks.CheckCycles(graph));
        problems.AddRange(ConsumedChecks.Check(graph));
        return problems.Count > 0 ? throw new DefinitionException([.. problems.Distinct()]) : graph;
    }

    // An image is carried by the supplies that carry it and all that it stands on.
    private static void FindSupplies(GraphSheets graph)
    {
        var children = graph.Sheets.SelectMany(s => graph.Parents(s).Select(p => (Parent: p, Child: s))).ToLookup(p => p.Parent, p => p.Child);
        var missing = new Dictionary<Supply, HashSet<ImageSheet>>();
        foreach (var supply in SupplyArgument.All)
        {
            var without = graph.Sheets.Where(s => s.Image.Unavailable.ContainsKey(supply)).ToHashSet();
            var waiting = new Queue<ImageSheet>(without);
            while (waiting.TryDequeue(out var sheet))
            {
                foreach (var child in children[sheet].Where(without.Add))
                {
                    waiting.Enqueue(child);
                }
            }

            missing[supply] = without;
        }

        foreach (var sheet in graph.Sheets)
        {
            sheet.Supplies = [.. SupplyArgument.All.Where(s => !missing[s].Contains(sheet))];
        }
    }
}
