using Strata.Dockerfiles;
using Strata.Graph;

namespace Strata.Planning;

/// <summary>Tells the parent that an image's layers begin with from those that it only copies from.</summary>
internal static class LayerBase
{
    /// <summary>Whether a parent is the one that the built stage starts from, through whatever stages of the file.</summary>
    public static bool IsBase(ImageInputs inputs, string parent)
    {
        var references = inputs.References!;
        for (var stage = references.Target; stage is not null; stage = Below(references, stage))
        {
            if (references.Externals.FirstOrDefault(e => e.Kind == ReferenceKind.From && e.Stage.Index == stage.Index) is { } from)
            {
                return inputs.Contexts.Any(c => c.Key == from.Reference.ContextKey && c.Source is ImageSource.Parent p && p.Image == parent);
            }
        }

        return false;
    }

    private static Stage? Below(DockerfileReferences references, Stage stage) =>
        references.Stages.LastOrDefault(s => s.Index < stage.Index && s.Name is not null && s.Name == stage.From.Image.Text);
}
