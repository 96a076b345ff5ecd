using Nuke.Common;

namespace Nuke.Embedded.Tests.Samples;

/// <summary>Relations that meet each other: chains of triggers, skipping with triggers, several defaults, requirements of what is skipped.</summary>
public class Conformance : SampleBuild
{
    [Parameter] readonly string Needed;

    [Parameter] readonly int? Limit;

    [Parameter] readonly string[] Remote;

    [Parameter] [Secret] readonly string ApiKey;

    public static int Run() => Execute<Conformance>(b => b.FirstDefault, b => b.SecondDefault);

    public Target SecondDefault => _ => _.After(FirstDefault).Executes(Say(nameof(SecondDefault)));

    public Target FirstDefault => _ => _.Executes(Say(nameof(FirstDefault)));

    // Triggers one after another
    public Target Third => _ => _.TriggeredBy(Next).Executes(Say(nameof(Third)));

    public Target Next => _ => _.Executes(Say(nameof(Next)));

    public Target Start => _ => _.Triggers(Next).Executes(Say(nameof(Start)));

    // What is skipped does not trigger
    public Target StaticallyOff => _ => _.OnlyWhenStatic(() => Never()).Triggers(Next).Executes(Say(nameof(StaticallyOff)));

    public Target DynamicallyOff => _ => _.OnlyWhenDynamic(() => Never()).Triggers(Next).Executes(Say(nameof(DynamicallyOff)));

    public Target BothOff => _ => _.OnlyWhenDynamic(() => Never()).OnlyWhenDynamic(() => NorNow()).Executes(Say(nameof(BothOff)));

    // An order through a target that is not planned says nothing; one through a planned dependency does.
    public Target Last => _ => _.After(Middle).Executes(Say(nameof(Last)));

    public Target Middle => _ => _.After(Opening).Executes(Say(nameof(Middle)));

    public Target Opening => _ => _.Executes(Say(nameof(Opening)));

    public Target NeedsMiddle => _ => _.DependsOn(Middle).Executes(Say(nameof(NeedsMiddle)));

    // A chain of dependencies
    public Target Roof => _ => _.DependsOn(Walls).Executes(Say(nameof(Roof)));

    public Target Walls => _ => _.DependsOn(Ground).Executes(Say(nameof(Walls)));

    public Target Ground => _ => _.Executes(Say(nameof(Ground)));

    // Requirements
    public Target Demanding => _ => _.Requires(() => Needed).Executes(Say(nameof(Demanding)));

    public Target AfterDemanding => _ => _.DependsOn(Demanding).Executes(Say(nameof(AfterDemanding)));

    public Target Limited => _ => _.Requires(() => Limit).Executes(Say(nameof(Limited)));

    // Failing
    public Target Tolerated => _ => _.ProceedAfterFailure().Triggers(Opening).Executes(Fail(nameof(Tolerated)));

    public Target Assured => _ => _.AssuredAfterFailure().Executes(Say(nameof(Assured)));

    public Target AssuredBroken => _ => _.AssuredAfterFailure().After(Assured).Executes(Fail(nameof(AssuredBroken)));

    public Target Broken => _ => _.Before(Assured).Executes(Fail(nameof(Broken)));

    public Target Show => _ => _.Executes(() =>
    {
        Console.WriteLine($"value Remote = {(Remote == null ? "null" : $"[{string.Join("|", Remote)}]")}");
        Console.WriteLine($"value ApiKey = {ApiKey?.Length ?? 0} letters");
    });

    private static bool Never() => false;

    private static bool NorNow() => false;
}
