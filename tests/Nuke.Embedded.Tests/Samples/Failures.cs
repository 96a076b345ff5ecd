using Nuke.Common;

namespace Nuke.Embedded.Tests.Samples;

/// <summary>Targets that fail, and those that run nevertheless.</summary>
public class Failures : SampleBuild
{
    [Parameter] readonly string Needed;

    [Parameter] readonly int? Code;

    public static int Run() => Execute<Failures>(b => b.Broken);

    public Target Broken => _ => _.Executes(Fail(nameof(Broken)));

    public Target AfterBroken => _ => _.DependsOn(Broken).Executes(Say(nameof(AfterBroken)));

    public Target Assured => _ => _.AssuredAfterFailure().After(AfterBroken).Executes(Say(nameof(Assured)));

    public Target Tolerated => _ => _.ProceedAfterFailure().Executes(Fail(nameof(Tolerated)));

    public Target AfterTolerated => _ => _.DependsOn(Tolerated).Executes(Say(nameof(AfterTolerated)));

    public Target BrokenLater => _ => _.Executes(async () =>
    {
        await Task.Yield();
        throw new InvalidDataException("broke later");
    });

    public Target SetsCode => _ => _.Executes(() => ExitCode = Code, Fail(nameof(SetsCode)));

    public Target SetsCodeOnly => _ => _.Executes(() => ExitCode = Code);

    public Target NeedsParameter => _ => _.DependsOn(Harmless).Requires(() => Needed).Executes(Say(nameof(NeedsParameter)));

    public Target NeedsCondition => _ => _.DependsOn(Harmless).Requires(() => Code > 5).Executes(Say(nameof(NeedsCondition)));

    public Target Harmless => _ => _.Executes(Say(nameof(Harmless)));

    public Target Cancelled => _ => _.Executes(() => Console.WriteLine("ran Cancelled"), () => throw new OperationCanceledException());

    /// <summary>Ends when it is interrupted, as the product's targets do.</summary>
    public Target Waits => _ => _.Executes(() =>
    {
        using var interrupted = new ManualResetEventSlim();
        Console.CancelKeyPress += (_, _) => interrupted.Set();
        Console.WriteLine("ran Waits");
        interrupted.Wait();
        throw new OperationCanceledException();
    });

    public Target AfterWaits => _ => _.DependsOn(Waits).Executes(Say(nameof(AfterWaits)));

    public Target Stubborn => _ => _.Executes(() =>
    {
        Console.WriteLine("ran Stubborn");
        Thread.Sleep(Timeout.Infinite);
    });
}
