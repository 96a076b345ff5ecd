using System.Collections.Immutable;
using Strata.Dockerfiles;
using Strata.Graph;
using Strata.Linting.Contract;
using Strata.Oci;

namespace Strata.Linting;

/// <summary>A Dockerfile as rules see it: its stages, what each stands on down to the upstream, and the image that it makes.</summary>
public sealed class LintedFile
{
    internal LintedFile(Dockerfile dockerfile, ImageDefinition? image, LintedFleet? fleet, IReadOnlyDictionary<string, string> buildArgs)
    {
        Dockerfile = dockerfile;
        Image = image;
        Fleet = fleet;
        Source = new SourceText(dockerfile.Text, dockerfile.Path);
        var scope = GlobalScope.Create(dockerfile, buildArgs, Platform.Default, image?.Stage, []);
        List<LintedStage> stages = [];
        foreach (var stage in dockerfile.Stages)
        {
            stages.Add(LintedStage.Create(this, stage, stages, scope));
        }

        Stages = [.. stages];
        Target = image?.Stage is { } name && dockerfile.FindStage(name) is { } target ? Stages[target.Index] : Stages[^1];
        Reached = Reach();
    }

    /// <summary>The Dockerfile.</summary>
    public Dockerfile Dockerfile { get; }

    /// <summary>The image that it makes; null when it is linted alone.</summary>
    public ImageDefinition? Image { get; }

    /// <summary>The images around it; null when it is linted alone.</summary>
    public LintedFleet? Fleet { get; }

    /// <summary>All stages in the order of the file.</summary>
    public ImmutableArray<LintedStage> Stages { get; }

    /// <summary>The stage that becomes the image.</summary>
    public LintedStage Target { get; }

    /// <summary>The stages that the image needs.</summary>
    public ImmutableHashSet<LintedStage> Reached { get; }

    internal SourceText Source { get; }

    /// <summary>What it installs and imports; null when it is linted alone.</summary>
    internal ImageContract? Contract => Fleet is null ? null : field ??= new ImageContract(this);

    /// <summary>The stage that COPY --from or a mount names; null when it names an image.</summary>
    public LintedStage? FindStage(string name) =>
        int.TryParse(name, out var index)
            ? Stages.ElementAtOrDefault(index)
            : Dockerfile.FindStage(name) is { } stage ? Stages[stage.Index] : null;

    private ImmutableHashSet<LintedStage> Reach()
    {
        HashSet<LintedStage> reached = [Target];
        var waiting = new Stack<LintedStage>([Target]);
        while (waiting.TryPop(out var stage))
        {
            var used = stage.Uses.Select(u => FindStage(u.Name)).Append(stage.Base?.File == this ? stage.Base : null);
            foreach (var next in used.OfType<LintedStage>().Where(reached.Add))
            {
                waiting.Push(next);
            }
        }

        return [.. reached];
    }
}
