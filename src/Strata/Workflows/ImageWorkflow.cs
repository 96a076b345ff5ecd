using System.Collections.Immutable;
using Strata.Graph;

namespace Strata.Workflows;

/// <summary>Makes the workflow that builds and publishes the images of a graph.</summary>
public static class ImageWorkflow
{
    /// <summary>Minutes that the forge waits longer than the tool, which then has said what it was doing.</summary>
    private const int Grace = 10;

    /// <summary>The workflow.</summary>
    /// <param name="settings">What the user says.</param>
    /// <param name="graph">The images; only jobs by layer need them.</param>
    /// <exception cref="DefinitionException">The settings name something that no forge takes: all of it.</exception>
    public static Workflow Create(WorkflowSettings settings, ImageGraph graph)
    {
        WorkflowCheck.Run(settings);
        var steps = new WorkflowSteps(settings);
        var layers = settings.Layout == JobLayout.Layers ? LayerJobs.Create(settings, steps, graph) : [];
        var main = Job(settings, layers.IsEmpty ? "images" : LayerJobs.LastId(layers), [steps.Checkout(), .. steps.BuildAll()]) with { Needs = [.. layers.Select(j => j.Id)] };
        return Common(new Workflow(settings.Name, settings.Triggers, [.. layers, main]), settings);
    }

    /// <summary>The workflow that locks upstreams anew; null when no schedule is given.</summary>
    /// <param name="settings">What the user says.</param>
    /// <exception cref="DefinitionException">The settings name something that no forge takes: all of it.</exception>
    public static Workflow? CreateForUpstreams(WorkflowSettings settings)
    {
        WorkflowCheck.Run(settings);
        if (settings.UpstreamSchedule is not { } schedule)
        {
            return null;
        }

        var steps = new WorkflowSteps(settings);
        var name = $"{settings.Name}-upstreams";
        return Common(
            new Workflow(name, new WorkflowTriggers { Schedules = [schedule], IsManual = true }, [Job(settings, "upstreams", [steps.Checkout(), steps.UpdateUpstreams()])]),
            settings with { Name = name });
    }

    /// <summary>The file that a workflow stands in.</summary>
    public static GeneratedFile File(Workflow workflow, Forge forge) =>
        new($"{(forge == Forge.Gitea ? ".gitea" : ".github")}/workflows/{workflow.Name}.yml", WorkflowYaml.Render(workflow));

    internal static WorkflowJob Job(WorkflowSettings settings, string id, ImmutableArray<WorkflowStep> steps) => new(id, settings.Runner, steps)
    {
        TimeoutMinutes = settings.Gitea is { HeedsTimeout: false } ? null : settings.TimeLimitMinutes + Grace,
    };

    private static Workflow Common(Workflow workflow, WorkflowSettings settings) => workflow with
    {
        Header = [$"{GeneratedFile.Mark} from the build class; edit that, not this."],
        ConcurrencyGroup = settings.Gitea is { HeedsConcurrency: false } ? null : settings.Name + "-${{ github.ref }}",
        Permissions = settings.Gitea is { HeedsPermissions: false } ? workflow.Permissions : workflow.Permissions.Add("contents", "read"),
    };
}
