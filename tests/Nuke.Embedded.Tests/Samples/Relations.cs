using Nuke.Common;

namespace Nuke.Embedded.Tests.Samples;

/// <summary>One of each relation. Declared out of order, so that the order comes from the relations alone.</summary>
public class Relations : SampleBuild
{
    public static int Run() => Execute<Relations>(b => b.Default);

    public Target Default => _ => _.Executes(Say(nameof(Default)));

    // DependsOn
    public Target Child => _ => _.DependsOn(Parent).Executes(Say(nameof(Child)));

    public Target Parent => _ => _.Executes(Say(nameof(Parent)));

    // DependentFor
    public Target NeedsHelper => _ => _.Executes(Say(nameof(NeedsHelper)));

    public Target Helper => _ => _.DependentFor(NeedsHelper).Executes(Say(nameof(Helper)));

    // Before and After
    public Target Late => _ => _.Executes(Say(nameof(Late)));

    public Target Early => _ => _.Before(Late).Executes(Say(nameof(Early)));

    public Target Second => _ => _.After(First).Executes(Say(nameof(Second)));

    public Target First => _ => _.Executes(Say(nameof(First)));

    // Triggers and TriggeredBy
    public Target Triggered => _ => _.DependsOn(Parent).Executes(Say(nameof(Triggered)));

    public Target Trigger => _ => _.Triggers(Triggered).Executes(Say(nameof(Trigger)));

    public Target Follower => _ => _.TriggeredBy(Leader).Executes(Say(nameof(Follower)));

    public Target Leader => _ => _.Executes(Say(nameof(Leader)));

    // A diamond, and a target without actions
    public Target Top => _ => _.DependsOn(Left, Right);

    public Target Right => _ => _.DependsOn(Bottom).Executes(Say(nameof(Right)));

    public Target Left => _ => _.DependsOn(Bottom).Executes(Say(nameof(Left)));

    public Target Bottom => _ => _.Executes(Say("Bottom 1"), Say("Bottom 2"));
}

/// <summary>Two targets that need each other.</summary>
public class Circle : SampleBuild
{
    public static int Run() => Execute<Circle>(b => b.Hen);

    public Target Hen => _ => _.DependsOn(Egg).Executes(Say(nameof(Hen)));

    public Target Egg => _ => _.DependsOn(Hen).Executes(Say(nameof(Egg)));
}

/// <summary>No default target.</summary>
public class NoDefault : SampleBuild
{
    public static int Run() => Execute<NoDefault>();

    public Target Only => _ => _.Description("The only one").Executes(Say(nameof(Only)));
}
