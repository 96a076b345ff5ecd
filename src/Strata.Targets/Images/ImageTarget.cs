using System.Runtime.CompilerServices;
using Nuke.Common;
using Strata.Graph;

namespace Strata.Targets.Images;

/// <summary>Makes a Nuke target an image.</summary>
public static class ImageTarget
{
    /// <summary>Declares that this target is an image: the target depends on its parents, and running it builds the image.</summary>
    /// <param name="definition">Nuke's definition of the target.</param>
    /// <param name="configure">Says what the image is made of.</param>
    /// <param name="target">The target's name; the compiler fills it in.</param>
    /// <param name="file">Where it is declared; the compiler fills it in.</param>
    /// <param name="line">Where it is declared; the compiler fills it in.</param>
    public static ITargetDefinition Image(
        this ITargetDefinition definition,
        Func<ImageBuilder, ImageBuilder> configure,
        [CallerMemberName] string target = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        var declaration = new ImageDeclaration(target, new SourcePlace(file, line), configure);
        if (definition is ImageProbe probe)
        {
            probe.Found = declaration;
            return definition;
        }

        return definition
            .Description(declaration.Summary)
            .DependsOn([.. declaration.Builder.Parents])
            .OnlyWhenDynamic(() => StrataSession.Current.CanBuild(target), "engine and parents are there")
            .ProceedAfterFailure()
            .Executes(() => StrataSession.Current.BuildImage(target));
    }
}
