using Nuke.Common;
using Nuke.Common.Execution;

namespace Nuke.Embedded.Tests.Samples;

public interface IRestoreSample : INukeBuild
{
    Target Restore => _ => _.Executes(() => Console.WriteLine("ran Restore"));
}

public interface ICompileSample : IRestoreSample
{
    Target Compile => _ => _.DependsOn<IRestoreSample>().Executes(() => Console.WriteLine("ran Compile"));
}

public interface ITestSample : ICompileSample
{
    Target Test => _ => _.DependsOn<ICompileSample>(c => c.Compile).TryDependsOn<IAbsentSample>(a => a.Absent).Executes(() => Console.WriteLine("ran Test"));
}

public interface IAbsentSample : INukeBuild
{
    Target Absent => _ => _.Executes(() => Console.WriteLine("ran Absent"));
}

public interface ILogSample : INukeBuild
{
    Target Log => _ => _.Executes(() => Console.WriteLine("ran Log of base"));
}

public interface IMoreLogSample : ILogSample
{
    new Target Log => _ => _.Executes(() => Console.WriteLine("ran Log of derived"));
}

public interface IContextSample : INukeBuild
{
    Setup StartServer => _ => _.Executes(() => Console.WriteLine("ran StartServer"));

    Cleanup StopServer => _ => _.Executes(() => Console.WriteLine("ran StopServer"));
}

public abstract class ComposedBase : SampleBuild
{
    public virtual Target Greet => _ => _.Executes(() => Console.WriteLine("ran Greet of base"));
}

/// <summary>Targets from interfaces: as they are, implemented, hidden, inherited.</summary>
public class Composed : ComposedBase, ITestSample, IMoreLogSample, IContextSample
{
    public static int Run() => Execute<Composed>(b => ((ITestSample)b).Test);

    Target ICompileSample.Compile => _ => _.Inherit<ICompileSample>(c => c.Compile).Executes(() => Console.WriteLine("ran Compile again"));

    public override Target Greet => _ => _.Base().Executes(() => Console.WriteLine("ran Greet of derived"));

    public Target UseServer => _ => _.DependsOnContext<IContextSample>().Executes(() => Console.WriteLine("ran UseServer"));
}
