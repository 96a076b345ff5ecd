using Strata.Dockerfiles;
using Strata.Graph;

namespace Strata.Planning;

/// <summary>Tells what an image's layers begin with from what it only copies from.</summary>
public static class LayerBase
{
    /// <summary>What the built stage starts from, through whatever stages of the file; null when that is <c>scratch</c>.</summary>
    public static ImageSource? Of(ImageInputs inputs)
    {
        for (var stage = inputs.References?.Target; stage is not null; stage = inputs.References!.BaseOf(stage))
        {
            if (inputs.References!.Externals.FirstOrDefault(e => e.Kind == ReferenceKind.From && e.Stage.Index == stage.Index) is { } from)
            {
                return inputs.Contexts.FirstOrDefault(c => c.Key == from.Reference.ContextKey)?.Source;
            }
        }

        return null;
    }

    /// <summary>The image of the graph that it starts from; null for any other.</summary>
    public static string? ParentOf(ImageInputs inputs) => Of(inputs) is ImageSource.Parent parent ? parent.Image : null;
}
