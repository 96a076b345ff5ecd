// Oblivious to nullability as Nuke's own are: what users wrote for those has to compile.
#nullable disable
using System.Linq.Expressions;
using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>A build whose parameters several threads read: the graph is read while tags and build host are looked up.</summary>
/// <remarks>
/// Nuke keeps the values of components in a collection that is not for several threads
/// (<see href="https://github.com/nuke-build/nuke/blob/develop/source/Nuke.Build/Execution/ValueInjectionUtility.cs">ValueInjectionUtility</see>).
/// </remarks>
public interface IHazParameters : INukeBuild
{
    private static readonly Lock Gate = new();

    /// <summary>The value of a parameter; null when it is absent.</summary>
    new sealed T TryGetValue<T>(Expression<Func<T>> parameterExpression)
        where T : class
    {
        lock (Gate)
        {
            return ((INukeBuild)this).TryGetValue(parameterExpression);
        }
    }

    /// <summary>The value of a parameter; null when it is absent.</summary>
    new sealed T TryGetValue<T>(Expression<Func<object>> parameterExpression)
    {
        lock (Gate)
        {
            return ((INukeBuild)this).TryGetValue<T>(parameterExpression);
        }
    }
}
