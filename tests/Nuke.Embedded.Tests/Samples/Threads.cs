using System.Reflection;
using Nuke.Common;
using Nuke.Common.ValueInjection;

namespace Nuke.Embedded.Tests.Samples;

/// <summary>Says whether another value is being found at the same moment.</summary>
public sealed class MeetingAttribute : ValueInjectionAttributeBase
{
    private static int _inside;

    public override object GetValue(MemberInfo member, object instance)
    {
        var isAlone = Interlocked.Increment(ref _inside) == 1 && !SpinWait.SpinUntil(() => Volatile.Read(ref _inside) > 1, TimeSpan.FromSeconds(1));
        Interlocked.Decrement(ref _inside);
        return isAlone ? "alone" : "met";
    }
}

public interface IMeet : INukeBuild
{
    [Meeting] string One => TryGetValue(() => One);

    [Meeting] string Other => TryGetValue(() => Other);
}

/// <summary>Two threads that ask for values of components.</summary>
public class Threads : SampleBuild, IMeet
{
    public static int Run() => Execute<Threads>(x => x.Both);

    Target Both => _ => _.Executes(() =>
    {
        using var start = new Barrier(2);
        var build = (IMeet)this;
        var other = Task.Factory.StartNew(() => Say(start, () => build.Other), TaskCreationOptions.LongRunning);
        Say(start, () => build.One);
        other.Wait();
    });

    static void Say(Barrier start, Func<string> value)
    {
        start.SignalAndWait();
        Console.WriteLine($"ran {value()}");
    }
}
