using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Strata.Workflows;

/// <summary>A workflow as YAML: the same workflow is always the same text, with LF at the ends of lines.</summary>
public static class WorkflowYaml
{
    // Nothing is folded: a long line stays one.
    private const int Width = int.MaxValue;

    /// <summary>The file's text.</summary>
    public static string Render(Workflow workflow)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        foreach (var line in workflow.Header)
        {
            text.WriteLine($"# {line}".TrimEnd());
        }

        var settings = EmitterSettings.Default.WithBestIndent(2).WithBestWidth(Width).WithIndentedSequences().WithNewLine("\n").WithUtf16SurrogatePairs();
        var yaml = new YamlMap(new Emitter(text, settings));
        yaml.Document(() =>
        {
            yaml.Scalar("name", workflow.Name);
            yaml.Map("on", () => Triggers(yaml, workflow.Triggers));
            if (!workflow.Permissions.IsEmpty)
            {
                yaml.Scalars("permissions", workflow.Permissions.Select(p => (p.Key, p.Value)));
            }

            if (workflow.ConcurrencyGroup is { } group)
            {
                yaml.Map("concurrency", () =>
                {
                    yaml.Scalar("group", group);
                    yaml.Plain("cancel-in-progress", "false");
                });
            }

            yaml.Map("jobs", () =>
            {
                foreach (var job in workflow.Jobs)
                {
                    yaml.Map(job.Id, () => Job(yaml, job));
                }
            });
        });
        return text.ToString();
    }

    private static void Triggers(YamlMap yaml, WorkflowTriggers triggers)
    {
        if (!triggers.PushBranches.IsEmpty || !triggers.PushTags.IsEmpty)
        {
            yaml.Map("push", () =>
            {
                yaml.ListUnlessEmpty("branches", triggers.PushBranches);
                yaml.ListUnlessEmpty("tags", triggers.PushTags);
            });
        }

        if (!triggers.PullRequestBranches.IsEmpty)
        {
            yaml.Map("pull_request", () => yaml.ListUnlessEmpty("branches", triggers.PullRequestBranches));
        }

        if (!triggers.Schedules.IsEmpty)
        {
            yaml.List("schedule", triggers.Schedules, cron => yaml.Scalar("cron", cron));
        }

        if (triggers.IsManual)
        {
            yaml.Map("workflow_dispatch", () => { });
        }
    }

    private static void Job(YamlMap yaml, WorkflowJob job)
    {
        yaml.ScalarUnlessNull("name", job.Name);
        yaml.ListUnlessEmpty("needs", job.Needs);
        yaml.Scalar("runs-on", job.Runner);
        if (job.TimeoutMinutes is { } minutes)
        {
            yaml.Plain("timeout-minutes", minutes.ToString(CultureInfo.InvariantCulture));
        }

        if (!job.Matrix.IsEmpty)
        {
            yaml.Map("strategy", () =>
            {
                yaml.Plain("fail-fast", "false");
                yaml.Map("matrix", () => yaml.ListUnlessEmpty(WorkflowJob.MatrixVariable, job.Matrix));
            });
        }

        yaml.List("steps", job.Steps, step => Step(yaml, step));
    }

    private static void Step(YamlMap yaml, WorkflowStep step)
    {
        yaml.Scalar("name", step.Name);
        yaml.ScalarUnlessNull("if", step.Condition);
        yaml.ScalarUnlessNull("uses", step.Action);
        if (!step.ActionInputs.IsEmpty)
        {
            yaml.Scalars("with", step.ActionInputs);
        }

        if (!step.Variables.IsEmpty)
        {
            yaml.Scalars("env", step.Variables);
        }

        if (step.Script is { } script)
        {
            yaml.Scalar("shell", "bash");
            yaml.Block("run", script.EndsWith('\n') ? script : script + "\n");
        }
    }
}
