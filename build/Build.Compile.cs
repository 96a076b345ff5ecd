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
        .Executes(() =>
        {
            string[] words = ["-c", "Release", "-nologo", "-v", "q", "-o", ((IHazArtifacts)this).ArtifactsDirectory / "packages"];
            DotNet.Check(RootDirectory, ["pack", "Strata.slnx", "--no-build", .. words]);
            // In no solution: its package is not on every feed.
            if (System.Environment.GetEnvironmentVariable("STRATA_SSHNET") == "true")
            {
                DotNet.Check(RootDirectory, ["pack", "src/Strata.SshNet", .. words]);
            }
        });
}
