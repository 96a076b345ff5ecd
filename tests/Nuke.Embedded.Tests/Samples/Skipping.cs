using Nuke.Common;

namespace Nuke.Embedded.Tests.Samples;

/// <summary>All reasons to leave a target out.</summary>
public class Skipping : SampleBuild
{
    public static int Run() => Execute<Skipping>(b => b.All);

    public Target All => _ => _.DependsOn(Middle, Side).Executes(Say(nameof(All)));

    public Target Middle => _ => _.DependsOn(Bottom, Shared).Executes(Say(nameof(Middle)));

    public Target Side => _ => _.DependsOn(Shared).Executes(Say(nameof(Side)));

    public Target Bottom => _ => _.Executes(Say(nameof(Bottom)));

    public Target Shared => _ => _.Executes(Say(nameof(Shared)));

    public Target Static => _ => _.OnlyWhenStatic(() => Never()).DependsOn(Bottom).Executes(Say(nameof(Static)));

    public Target Dynamic => _ => _.OnlyWhenDynamic(() => Never()).DependsOn(Bottom).Executes(Say(nameof(Dynamic)));

    public Target Executing => _ => _.OnlyWhenStatic(() => Never()).WhenSkipped(DependencyBehavior.Execute).DependsOn(Bottom).Executes(Say(nameof(Executing)));

    public Target Top => _ => _.DependsOn(Static, Executing).Executes(Say(nameof(Top)));

    public Target Throwing => _ => _.OnlyWhenStatic(() => Throw()).Executes(Say(nameof(Throwing)));

    private static bool Never() => false;

    private static bool Throw() => throw new InvalidDataException("condition broke");
}
