using Nuke.Common;

internal partial class Build
{
    private Target Compile => _ => _
        .Description("Compiles Strata and its tests")
        .Executes(() => DotNet.Check(RootDirectory, "build", "Strata.slnx", "-c", "Release", "-nologo", "-v", "q", "-clp:NoSummary"));
}
