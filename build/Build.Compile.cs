using Nuke.Common;
using Nuke.Components;

internal partial class Build
{
    private Target Compile => _ => _
        .Description("Compiles Strata and its tests")
        .Executes(() => DotNet.Check(RootDirectory, "build", "Strata.slnx", "-c", "Release", "-nologo", "-v", "q", "-clp:NoSummary"));

    private Target Pack => _ => _
        .Description("Packs Strata's libraries into artifacts/packages")
        .DependsOn(Compile)
        .Produces("artifacts/packages/*.nupkg")
        .Executes(() => DotNet.Check(RootDirectory, "pack", "Strata.slnx", "-c", "Release", "-nologo", "--no-build", "-v", "q", "-o", ((IHazArtifacts)this).ArtifactsDirectory / "packages"));
}
