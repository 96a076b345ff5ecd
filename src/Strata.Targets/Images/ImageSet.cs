using System.Collections.Immutable;
using System.Reflection;
using Nuke.Common;
using Strata.Graph;

namespace Strata.Targets.Images;

/// <summary>All targets of a build that are images, in the order of their declaration.</summary>
internal sealed class ImageSet
{
    private readonly Dictionary<string, Target> _targets;

    private ImageSet(ImmutableArray<ImageDefinition> definitions, Dictionary<string, Target> targets)
    {
        Definitions = definitions;
        _targets = targets;
    }

    public static ImageSet Empty { get; } = new([], []);

    public ImmutableArray<ImageDefinition> Definitions { get; }

    /// <summary>Nuke's delegates of the images' targets.</summary>
    public Target[] Targets => [.. Definitions.Select(d => _targets[d.Target])];

    /// <summary>Nuke's delegate of an image's target.</summary>
    public Target TargetOf(ImageDefinition image) => _targets[image.Target];

    /// <summary>The image that a target is; null when it is none.</summary>
    public ImageDefinition? OfTarget(string target) => Definitions.FirstOrDefault(d => d.Target == target);

    /// <summary>Asks every target of the build.</summary>
    /// <param name="build">The build.</param>
    /// <param name="root">The repository root: places of declaration are told relative to it.</param>
    public static ImageSet Collect(INukeBuild build, string root)
    {
        var targets = new Dictionary<string, Target>(StringComparer.Ordinal);
        foreach (var property in TargetProperties(build.GetType()))
        {
            // A delegate: reflection would compile code for each getter that is called a second time, and Nuke has called it once.
            if (property.GetMethod!.CreateDelegate<Func<Target?>>(build)() is { } target)
                targets.TryAdd(property.Name[(property.Name.LastIndexOf('.') + 1)..], target);
        }

        var nameOfTarget = targets.ToLookup(t => t.Value, t => t.Key);
        var declarations = targets.Values.Select(ImageProbe.Ask).OfType<ImageDeclaration>().ToList();
        var images = declarations.ToDictionary(d => d.Target, d => d.Builder.Build(_ => "").Name, StringComparer.Ordinal);

        string NameOf(Target parent) =>
            nameOfTarget[parent].FirstOrDefault() is not { } name ? parent.Method.Name
            : images.GetValueOrDefault(name, name);

        return new ImageSet(
            [.. declarations
                .Select(d => d.Builder.Build(NameOf))
                .Select(d => d with { Origin = Relative(d.Origin!, root) })
                .OrderBy(d => d.Origin!.File, StringComparer.Ordinal).ThenBy(d => d.Origin!.Line)],
            targets);
    }

    private static IEnumerable<PropertyInfo> TargetProperties(Type type)
    {
        const BindingFlags members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var classes = new List<Type>();
        for (var current = type; current is not null && current != typeof(object); current = current.BaseType)
            classes.Add(current);

        // What a class says comes before what the interface says by default.
        return classes.Concat(type.GetInterfaces())
            .SelectMany(t => t.GetProperties(members))
            .Where(p => p.PropertyType == typeof(Target) && p.GetIndexParameters().Length == 0);
    }

    /// <summary>Says where a place is below the root: the compiler gives absolute paths, or ones below <c>/_/</c> where it maps the root for deterministic output.</summary>
    public static SourcePlace Relative(SourcePlace place, string root)
    {
        var file = place.File.Replace('\\', '/');
        foreach (var prefix in new[] { root.Replace('\\', '/').TrimEnd('/') + "/", "/_/" })
        {
            if (file.StartsWith(prefix, StringComparison.Ordinal))
                return place with { File = file[prefix.Length..] };
        }

        // A clone that was copied with its compiled program: the file is where it was below the other root.
        for (var slash = file.IndexOf('/'); slash >= 0; slash = file.IndexOf('/', slash + 1))
        {
            if (File.Exists(Path.Combine(root, file[(slash + 1)..])))
                return place with { File = file[(slash + 1)..] };
        }

        return place with { File = file };
    }
}
