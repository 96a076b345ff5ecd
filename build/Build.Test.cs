using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Utilities.Collections;
using Nuke.Components;
using Strata.Targets.Components;

internal partial class Build
{
    [Parameter("Runs only the tests that this dotnet test filter takes, such as FullyQualifiedName~PlannerTests.")]
    private string? Filter { get; }

    private AbsolutePath TestResults => ((IHazReports)this).ReportDirectory / "tests";

    private Target Test => _ => _
        .Description("Runs all tests; what they need they install from Debian's packages")
        .DependsOn(Compile, ((IGenerateWorkflows)this).CheckWorkflows)
        .Produces("artifacts/reports/tests/*.trx")
        .Executes(() => RunTests("TestCategory!=Soak", everyProject: Filter is null));

    private Target Soak => _ => _
        .Description("Runs what is too long for Test: soaks, big fuzzing, big graphs")
        .DependsOn(Compile)
        .Executes(() => RunTests("TestCategory=Soak", everyProject: false));

    private void RunTests(string category, bool everyProject)
    {
        TestResults.CreateOrCleanDirectory();
        var filter = Filter is null ? category : $"({category})&({Filter})";
        var failed = new List<string>();
        foreach (var project in TestProjects())
        {
            var name = Path.GetFileNameWithoutExtension(project);
            var code = DotNet.Run(RootDirectory, "test", project, "-c", "Release", "--no-build", "-nologo", "-v", "q",
                "--filter", filter, "--logger", $"trx;LogFileName={name}.trx", "--results-directory", TestResults);

            // A run that was ended from outside leaves no results, and its exit code may be 0 all the same.
            if (code != 0 || everyProject && !File.Exists(TestResults / $"{name}.trx"))
                failed.Add(name);
        }

        var counts = TestCounts.Read(TestResults);
        File.WriteAllLines(((IHazReports)this).ReportDirectory / "tests.txt", [.. counts.Failures, counts.ToString()]);
        ReportSummary(_ => _.AddPair("Tests", counts.ToString()));
        if (failed.Count > 0 || counts.Passed == 0)
            throw new InvalidOperationException(failed.Count > 0 ? $"tests failed in {string.Join(", ", failed)}; artifacts/reports/tests.txt has what they said" : "no test ran");
    }

    private static IEnumerable<string> TestProjects() =>
        Directory.EnumerateFiles(RootDirectory / "tests", "*.csproj", SearchOption.AllDirectories)
            .Where(p => p.EndsWith(".Tests.csproj", StringComparison.Ordinal) || p.EndsWith(".EndToEnd.csproj", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}
