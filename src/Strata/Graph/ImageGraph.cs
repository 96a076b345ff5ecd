using System.Collections.Immutable;
using Strata.Graph.Checks;
using Strata.Oci;

namespace Strata.Graph;

/// <summary>The images and what they stand on, checked: no cycles, and every name in their Dockerfiles is known. Immutable.</summary>
public sealed class ImageGraph
{
    private readonly Dictionary<string, Node> _nodes;

    private ImageGraph(Supply supply, ImmutableArray<ImageDefinition> images, ImmutableArray<ConsumedImage> consumed, Dictionary<string, Node> nodes)
    {
        Supply = supply;
        Images = images;
        Consumed = consumed;
        _nodes = nodes;
    }

    /// <summary>The supply that the inputs were found for.</summary>
    public Supply Supply { get; }

    /// <summary>All images, parents before children, else in the order declared.</summary>
    public ImmutableArray<ImageDefinition> Images { get; }

    /// <summary>Images of others that are deployed beside these, in the order declared.</summary>
    public ImmutableArray<ConsumedImage> Consumed { get; }

    /// <summary>Services from outside that images ask, each once.</summary>
    public ImmutableArray<ExternalService> External => [.. Images.SelectMany(i => i.Container.External).Distinct()];

    /// <summary>The images by how deep they stand: those without parents first, then those whose parents are all in levels before.</summary>
    public ImmutableArray<ImmutableArray<ImageDefinition>> Levels =>
        [.. Images.GroupBy(i => _nodes[i.Name].Level).OrderBy(g => g.Key).Select(g => g.ToImmutableArray())];

    /// <summary>Checks the definitions and reads their Dockerfiles.</summary>
    /// <param name="definitions">In the order declared; none is allowed.</param>
    /// <param name="files">The repository.</param>
    /// <param name="supply">Which stages of the Dockerfiles are built.</param>
    /// <param name="platform">What is built for; null for linux/amd64.</param>
    /// <param name="consumed">Images of others that are deployed beside these; null for none.</param>
    /// <exception cref="DefinitionException">Something is wrong: all of it, in any supply.</exception>
    public static ImageGraph Create(
        IEnumerable<ImageDefinition> definitions, IFileTree files, Supply supply, Platform? platform = null, IEnumerable<ConsumedImage>? consumed = null)
    {
        var graph = GraphValidator.Validate(definitions, files, platform ?? Platform.Default, consumed);
        var nodes = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (var sheet in Sort(graph))
        {
            Node[] parents = [.. graph.Parents(sheet).Select(p => nodes[p.Image.Name])];
            var node = new Node(Inputs(sheet, graph, supply), parents, parents.Length == 0 ? 0 : parents.Max(p => p.Level) + 1, nodes.Count);
            nodes.Add(sheet.Image.Name, node);
            foreach (var parent in parents)
            {
                parent.Children.Add(node);
            }
        }

        return new ImageGraph(supply, [.. nodes.Values.OrderBy(n => n.Position).Select(n => n.Image)], [.. graph.Consumed], nodes);
    }

    /// <summary>Checks the definitions alone for cycles; no Dockerfile is read.</summary>
    /// <exception cref="DefinitionException">Images stand on each other.</exception>
    public static void CheckCycles(IEnumerable<ImageDefinition> definitions)
    {
        if (CycleCheck.Check(new GraphSheets(definitions)).ToImmutableArray() is { Length: > 0 } problems)
        {
            throw new DefinitionException(problems);
        }
    }

    /// <summary>The image of this name, or of this target's name, in any case (<c>svc-ocr</c>, <c>SvcOcr</c>, <c>svcocr</c>).</summary>
    /// <exception cref="DefinitionException">There is none.</exception>
    public ImageDefinition Get(string name) =>
        Find(name) ?? throw new DefinitionException(new Problem(
            $"image '{name}'", "the graph has no image of that name", Spelling.Suggestion(name, Images.Select(i => i.Name).Concat(Images.Select(i => i.Target)))));

    /// <summary>As <see cref="Get"/>; null when there is none.</summary>
    public ImageDefinition? Find(string name) =>
        _nodes.TryGetValue(name, out var node)
            ? node.Image
            : Images.FirstOrDefault(i => IsSame(i.Name, name)) ?? Images.FirstOrDefault(i => IsSame(i.Target, name));

    /// <summary>The images that it stands on, in the order declared.</summary>
    public ImmutableArray<ImageDefinition> Parents(ImageDefinition image) => [.. Of(image).Parents.Select(n => n.Image)];

    /// <summary>The images that stand on it directly.</summary>
    public ImmutableArray<ImageDefinition> Children(ImageDefinition image) => [.. Of(image).Children.Select(n => n.Image)];

    /// <summary>All images below it, parents first; not itself.</summary>
    public ImmutableArray<ImageDefinition> Ancestors(ImageDefinition image) => Reach(Of(image), n => n.Parents);

    /// <summary>All images above it, parents first; not itself.</summary>
    public ImmutableArray<ImageDefinition> Descendants(ImageDefinition image) => Reach(Of(image), n => n.Children);

    /// <summary>Services and all that these need while they run, in the order in which they start; else as in the graph.</summary>
    public ImmutableArray<ImageDefinition> StartOrder(IEnumerable<ImageDefinition> services)
    {
        var order = new List<ImageDefinition>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var service in services.OrderBy(s => Of(s).Position))
        {
            Visit(service);
        }

        return [.. order];

        // Needs are checked to have no cycle, and no chain of services is deep.
        void Visit(ImageDefinition service)
        {
            if (seen.Add(service.Name))
            {
                foreach (var need in service.Container.Needs)
                {
                    Visit(_nodes[need.Service].Image);
                }

                order.Add(service);
            }
        }
    }

    /// <summary>What building it takes from the graph's supply.</summary>
    public ImageInputs Inputs(ImageDefinition image) => Of(image).Inputs;

    private Node Of(ImageDefinition image) => _nodes[image.Name];

    private static bool IsSame(string name, string asked) =>
        string.Equals(name.Replace("-", "").Replace("_", ""), asked.Replace("-", "").Replace("_", ""), StringComparison.OrdinalIgnoreCase);

    private static ImmutableArray<ImageDefinition> Reach(Node start, Func<Node, IEnumerable<Node>> next)
    {
        HashSet<Node> reached = [];
        var waiting = new Stack<Node>([start]);
        while (waiting.TryPop(out var node))
        {
            foreach (var other in next(node).Where(reached.Add))
            {
                waiting.Push(other);
            }
        }

        return [.. reached.OrderBy(n => n.Position).Select(n => n.Image)];
    }

    // Of the images whose parents are all placed, the one that was declared first.
    private static IEnumerable<ImageSheet> Sort(GraphSheets graph)
    {
        var parents = graph.Sheets.ToDictionary(s => s, s => graph.Parents(s).Count());
        var children = graph.Sheets.SelectMany(s => graph.Parents(s).Select(p => (Parent: p, Child: s))).ToLookup(p => p.Parent, p => p.Child);
        var ready = new PriorityQueue<ImageSheet, int>(graph.Sheets.Where(s => parents[s] == 0).Select(s => (s, s.Index)));
        while (ready.TryDequeue(out var sheet, out _))
        {
            yield return sheet;
            foreach (var child in children[sheet])
            {
                if (--parents[child] == 0)
                {
                    ready.Enqueue(child, child.Index);
                }
            }
        }
    }

    private static ImageInputs Inputs(ImageSheet sheet, GraphSheets graph, Supply supply)
    {
        var references = sheet.References.GetValueOrDefault(supply);
        var contexts = (references?.Externals ?? [])
            .Select(u => new NamedContext(u.Reference.ContextKey, graph.Names.Find(sheet.Image, u)!))
            .DistinctBy(c => c.Key);
        return new ImageInputs(sheet.Image, sheet.Dockerfile!, sheet.BuildArgs(supply), references, [.. contexts]) { IsDockerfileLinked = sheet.IsDockerfileLinked };
    }

    private sealed class Node(ImageInputs inputs, Node[] parents, int level, int position)
    {
        public ImageInputs Inputs { get; } = inputs;

        public ImageDefinition Image => Inputs.Image;

        public Node[] Parents { get; } = parents;

        public List<Node> Children { get; } = [];

        public int Level { get; } = level;

        public int Position { get; } = position;
    }
}
