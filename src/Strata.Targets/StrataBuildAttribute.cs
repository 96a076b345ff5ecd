using Nuke.Common;
using Nuke.Common.Execution;
using Strata.Targets.Components;
using Strata.Targets.Console;
using Strata.Targets.Views;
using Strata.Workflows.Editors;

namespace Strata.Targets;

/// <summary>
/// Checks a call before anything runs, on the packaged Nuke as on the embedded one: unknown targets and parameters, which Nuke ignores
/// or answers with exit code 255, end the call with exit code 2 and the nearest name.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StrataBuildAttribute : BuildExtensionAttributeBase, IOnBuildCreated, IOnBuildInitialized, IOnBuildFinished
{
    private const string WriteCompletion = "--shell-completion";

    /// <summary>Before Nuke's own extensions: they inject parameters and answer <c>--help</c>.</summary>
    public override float Priority { get; set; } = 200;

    /// <inheritdoc />
    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        // The interface cannot name its target 'Plan': NukeBuild.Plan, the switch --plan, would hide it.
        foreach (var target in executableTargets.Where(t => t.Name == nameof(IPlanImages.PlanImages)))
            target.Name = "Plan";

        ProgressSelection.Reserve(Build);
        var words = Environment.GetCommandLineArgs().Skip(1).ToList();
        DataOutput.ClaimIfAsked(Build, words);
        var session = StrataSession.Of(Build);
        session.ListedTargets = [.. executableTargets.Where(t => t.Listed).Select(t => new EditorTarget(t.Name, t.Description)).OrderBy(t => t.Name, StringComparer.Ordinal)];
        if (words is [":complete", ..])
        {
            return;
        }

        session.Guard(() => CommandLineCheck.Run(Build.GetType(), executableTargets, words, ParametersFile.Read(Build.RootDirectory, words)));
        session.Guard(session.CheckDeclarations);
        if (words.Contains(WriteCompletion, StringComparer.OrdinalIgnoreCase))
        {
            // Nuke answers the same switch by writing .nuke/build.schema.json, and ends the process.
            File.WriteAllText(Build.TemporaryDirectory / CompletionIndex.FileName, CompletionIndex.Render(Build, executableTargets));
        }
    }

    /// <inheritdoc />
    public void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan)
    {
        var session = StrataSession.Of(Build);
        if (Build.Help || executionPlan.Count == 0)
        {
            HelpView.Show(session, executableTargets);
            End();
        }

        session.Guard(() => session.CheckGraph([.. executionPlan.Select(t => t.Name)]));
        if (Build.Plan)
        {
            // Nuke's own answer opens a browser, and fails without one.
            session.Guard(() => PlanPage.Show(session, executionPlan));
            End();
        }

        session.Guard(session.StartTimeLimit);
    }

    /// <inheritdoc />
    public void OnBuildFinished() => StrataSession.Of(Build).Finish();

    private static void End()
    {
        System.Console.Out.Flush();
        Serilog.Log.CloseAndFlush();
        Environment.Exit(0);
    }
}
