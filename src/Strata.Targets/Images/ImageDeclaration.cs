using Nuke.Common;
using Strata.Graph;

namespace Strata.Targets.Images;

/// <summary>An image as one target declares it, parents still being Nuke's delegates.</summary>
internal sealed class ImageDeclaration
{
    public ImageDeclaration(string target, SourcePlace origin, Func<ImageBuilder, ImageBuilder> configure)
    {
        Target = target;
        var name = ImageName.OfTarget(target);
        Builder = configure(new ImageBuilder(new ImageDefinition
        {
            Name = name,
            Target = target,
            Origin = origin,
            Dockerfile = ImageBuilder.DefaultDockerfile(name),
        }));
    }

    public string Target { get; }

    public ImageBuilder Builder { get; }

    /// <summary>What <c>--help</c> shows behind the target.</summary>
    public string Summary
    {
        get
        {
            var image = Builder.Build(_ => "");
            return $"Builds image {image.Name}{(image.Title is null ? "" : $": {image.Title}")}";
        }
    }
}
