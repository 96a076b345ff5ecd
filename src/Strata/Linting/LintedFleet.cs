using System.Collections.Immutable;
using Strata.Dependencies;
using Strata.Graph;
using Strata.Linting.Contract;

namespace Strata.Linting;

/// <summary>All images of a graph as one supply builds them, and the files beside their Dockerfiles.</summary>
public sealed class LintedFleet
{
    private readonly Dictionary<string, LintedFile> _files = new(StringComparer.Ordinal);

    private ImmutableArray<LintedFleet> _others = [];

    private Dictionary<string, PythonSource> _sources = new(StringComparer.Ordinal);

    private LintedFleet(ImageGraph graph, IFileTree tree, Supply supply)
    {
        Graph = graph;
        Tree = tree;
        Supply = supply;
        Names = new NameMatch(graph.Images.ToDictionary(i => i.Name, StringComparer.Ordinal));
        foreach (var image in graph.Images)
        {
            // A supply that cannot carry the image may have no stage for it either.
            var inputs = graph.Inputs(image);
            var isCarried = !graph.Ancestors(image).Add(image).Any(i => i.Unavailable.ContainsKey(supply));
            if (isCarried)
            {
                var args = inputs.BuildArgs.ContainsKey(SupplyArgument.Name)
                    ? inputs.BuildArgs.SetItem(SupplyArgument.Name, supply.ToWord())
                    : inputs.BuildArgs;
                _files.Add(image.Name, new LintedFile(inputs.Dockerfile, image, this, args));
            }
        }
    }

    /// <summary>The graph.</summary>
    public ImageGraph Graph { get; }

    /// <summary>The repository.</summary>
    public IFileTree Tree { get; }

    /// <summary>The supply whose stages are followed.</summary>
    public Supply Supply { get; }

    /// <summary>The Dockerfiles of the images that the supply carries, parents first.</summary>
    public ImmutableArray<LintedFile> Files => [.. _files.Values];

    internal NameMatch Names { get; }

    /// <summary>The image's Dockerfile as the other supplies that carry it build it.</summary>
    internal IEnumerable<LintedFile> Others(ImageDefinition image) =>
        _others.Select(f => f.Find(image.Name)).OfType<LintedFile>();

    /// <summary>The fleets of all supplies.</summary>
    internal static ImmutableArray<LintedFleet> All(ImageGraph graph, IFileTree tree)
    {
        ImmutableArray<LintedFleet> all = [.. SupplyArgument.All.Select(s => new LintedFleet(graph, tree, s))];
        foreach (var fleet in all)
        {
            fleet._others = all.Remove(fleet);
            fleet._sources = all[0]._sources;
        }

        return all;
    }

    /// <summary>A Python source of the repository; each is read once for all supplies.</summary>
    internal PythonSource Source(string path)
    {
        if (!_sources.TryGetValue(path, out var source))
        {
            var file = new DependencyFile(path, Tree.ReadText(path));
            _sources.Add(path, source = new PythonSource(file, PythonImports.Read(file)));
        }

        return source;
    }

    /// <summary>The Dockerfile of an image; null when the supply does not carry it.</summary>
    internal LintedFile? Find(string image) => _files.GetValueOrDefault(image);
}
