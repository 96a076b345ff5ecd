using System.Collections.Immutable;
using Strata.Dockerfiles;
using Strata.Oci;

namespace Strata.Graph;

/// <summary>All that is known of one image while the graph is checked.</summary>
internal sealed class ImageSheet(ImageDefinition image, int index)
{
    public ImageDefinition Image { get; } = image;

    /// <summary>Its place among the definitions, from 0.</summary>
    public int Index { get; } = index;

    /// <summary>Null when it is missing or wrong, which is a problem already.</summary>
    public Dockerfile? Dockerfile { get; set; }

    /// <summary>The Dockerfile is a symbolic link to another file of the repository.</summary>
    public bool IsDockerfileLinked { get; set; }

    /// <summary>What each supply that carries the image reaches; a supply that is not in it cannot carry the image, or its names are wrong.</summary>
    public Dictionary<Supply, DockerfileReferences> References { get; } = [];

    /// <summary>Supplies that have to carry the image: neither it nor an image below it is unavailable there.</summary>
    public ImmutableArray<Supply> Supplies { get; set; } = [];

    /// <summary>Whether every supply that has to carry the image could be looked into, so that "is not used" can be said.</summary>
    public bool IsResolved => Dockerfile is not null && Supplies.All(References.ContainsKey);

    /// <summary>Every name that it uses in any supply.</summary>
    public IEnumerable<ExternalReference> Uses => References.Values.SelectMany(r => r.Externals);

    public ImmutableSortedDictionary<string, string> BuildArgs(Supply supply) =>
        Dockerfile!.DeclaredArgs.Contains(SupplyArgument.Name) ? Image.BuildArgs.SetItem(SupplyArgument.Name, supply.ToWord()) : Image.BuildArgs;

    /// <summary>Follows the Dockerfile's names in each supply.</summary>
    public IEnumerable<Problem> Resolve(Platform platform)
    {
        List<Problem> problems = [];
        foreach (var supply in Dockerfile is null ? [] : Supplies)
        {
            try
            {
                References[supply] = DockerfileReferences.Resolve(Dockerfile!, BuildArgs(supply), platform, Image.Stage);
            }
            catch (DefinitionException e)
            {
                problems.AddRange(e.Problems);
            }
        }

        return problems;
    }

    /// <summary>A problem at the image's declaration: <c>build/Build.Images.cs:12: image 'svc-ocr': ...</c>.</summary>
    public Problem Problem(string what, string? next = null) => new(Image.Place, what, next);

    /// <summary>Where a name stands and how it is used: <c>docker/svc-ocr/Dockerfile:3 starts FROM 'base-ml'</c>.</summary>
    public string Describe(ExternalReference use) => $"{Image.Dockerfile}:{use.Span.StartLine} " + use.Kind switch
    {
        ReferenceKind.From => $"starts FROM '{use.Text}'",
        ReferenceKind.CopyFrom => $"copies from '{use.Text}'",
        _ => $"mounts from '{use.Text}'",
    };
}
