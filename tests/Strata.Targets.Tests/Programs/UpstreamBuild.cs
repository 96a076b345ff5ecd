using Nuke.Common;
using Strata.Graph;
using Strata.Targets.Components;
using Strata.Targets.Generated;
using Strata.Targets.Images;

namespace Strata.Targets.Tests.Programs;

/// <summary>A build on an upstream of a registry that a test has started, with a workflow.</summary>
[StrataBuild]
[GiteaActions("images", OnPushBranches = ["main"], UpstreamSchedule = "17 3 * * 1", Layout = Workflows.JobLayout.Layers, GitHub = true)]
internal sealed class UpstreamBuild : NukeBuild, IPublishImages, IUpdateUpstreams, IGenerateWorkflows
{
    /// <summary>The variable that names the registry; set, it starts this build.</summary>
    public const string RegistryVariable = "STRATA_TEST_UPSTREAM";

    private static readonly Upstream Python = Upstream.Image($"{Environment.GetEnvironmentVariable(RegistryVariable)}/library/python", "3.12").FromDebian("trixie", "python3");

    /// <summary>The variable with the names of images of others; their registry is that of the upstream.</summary>
    public const string ConsumedVariable = "STRATA_TEST_CONSUMED";

    IReadOnlyList<ConsumedImage> IHazImages.ConsumedImages =>
    [
        .. (Environment.GetEnvironmentVariable(ConsumedVariable) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(name => new ConsumedImage(name, Upstream.Image($"{Environment.GetEnvironmentVariable(RegistryVariable)}/library/{name}", "1.0"))),
    ];

    public static int Start() => Execute<UpstreamBuild>(x => ((IBuildImages)x).BuildAll);

    private Target Base => _ => _.Image(i => i.From(Python));

    private Target Web => _ => _.Image(i => i.From(Base));

    private Target Alone => _ => _.Image(i => i);
}
