using Nuke.Common;
using Nuke.Common.Execution;

namespace Nuke.Embedded.Tests.Samples;

/// <summary>Base of the sample builds: says on standard output what ran and how it ended.</summary>
public abstract class SampleBuild : NukeBuild
{
    protected override void OnBuildFinished()
    {
        foreach (var target in ExecutionPlan)
            Console.WriteLine($"status {target.Name} {target.Status}");
    }

    /// <summary>An action that says its name.</summary>
    protected static Action Say(string name) => () => Console.WriteLine($"ran {name}");

    /// <summary>An action that fails.</summary>
    protected static Action Fail(string name) => () =>
    {
        Console.WriteLine($"ran {name}");
        throw new InvalidDataException($"{name} broke");
    };
}
