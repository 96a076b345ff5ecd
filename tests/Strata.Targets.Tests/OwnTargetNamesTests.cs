using Nuke.Common;
using Nuke.Common.Execution;
using Strata.Targets.Components;
using Assert = NUnit.Framework.Assert;

namespace Strata.Targets.Tests;

/// <summary>Targets of a build's own may be called as those of components that it does not have.</summary>
public class OwnTargetNamesTests
{
    [TestCase("Clean")]
    [TestCase("Verify")]
    [TestCase("Run")]
    public void Own_target_does_not_keep_a_remote_build_from_publishing(string target) =>
        Assert.That(((IPublishImages)Planned<Publishing>(target)).Push, Is.True);

    [TestCase("Run", false)]
    [TestCase("VerifyAll", false)]
    [TestCase("Clean", true)]
    [TestCase("Logs", true)]
    public void Remote_call_that_starts_containers_publishes_nothing_by_itself(string target, bool isPublished) =>
        Assert.That(((IPublishImages)Planned<Running>(target)).Push, Is.EqualTo(isPublished));

    [TestCase("Clean")]
    [TestCase("LockUpstreams")]
    [TestCase("Analyze")]
    public void Own_target_is_let_run_in_a_dry_run(string target) =>
        Assert.That(() => DryRun.Check(new Publishing(), [target]), Throws.Nothing);

    [TestCase("Clean", "Clean cannot say what it would do")]
    [TestCase("Analyze", "Analyze cannot say what it would do")]
    [TestCase("Lint", "Lint --fix cannot say what it would mend")]
    public void Target_that_changes_something_refuses_a_dry_run(string target, string message) =>
        Assert.That(() => DryRun.Check(new Running(), ["Base", target]), Throws.TypeOf<DefinitionException>().With.Message.Contains(message));

    private static T Planned<T>(string target)
        where T : NukeBuild, new() => new() { ExecutionPlan = [new ExecutableTarget { Name = "Base" }, new ExecutableTarget { Name = target }] };

    private class Publishing : NukeBuild, IPublishImages
    {
        string[]? IHazRemoteHost.Remote => ["build1"];

        string? IHazRegistry.Registry => "registry.example/team";
    }

    private sealed class Running : Publishing, IRunImages, IAnalyzeImages, ILintImages
    {
        bool ILintImages.Fix => true;
    }
}
