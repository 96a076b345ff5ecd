using System;
using System.IO;
using System.Linq;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Components;

internal partial class Build
{
    // Not in the solution, since not every feed has what it stands on.
    private const string SshNet = "src/Strata.SshNet/Strata.SshNet.csproj";

    private AbsolutePath Packages => ((IHazArtifacts)this).ArtifactsDirectory / "packages";

    private Target Pack => _ => _
        .Description("Packs Strata's libraries and its template into artifacts/packages")
        .DependsOn(Compile)
        .Produces("artifacts/packages/*.nupkg")
        .Executes(() =>
        {
            Packages.CreateOrCleanDirectory();
            DotNet.Check(RootDirectory, "pack", "Strata.slnx", "-c", "Release", "-nologo", "--no-build", "-v", "q", "-o", Packages);
            if (File.Exists(RootDirectory / SshNet))
                PackSshNet();
            foreach (var package in Directory.EnumerateFiles(Packages, "*.nupkg").Order(StringComparer.Ordinal))
                Console.Out.WriteLine($"packed {Path.GetRelativePath(RootDirectory, package)}");
        });

    private void PackSshNet()
    {
        if (DotNet.Run(RootDirectory, "restore", SshNet, "-nologo", "-v", "q") == 0)
            DotNet.Check(RootDirectory, "pack", SshNet, "-c", "Release", "-nologo", "-v", "q", "-o", Packages);
        else
            Console.Out.WriteLine("Strata.SshNet is left out: your package feed has no SSH.NET");
    }
}
