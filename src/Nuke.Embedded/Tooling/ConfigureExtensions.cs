namespace Nuke.Common.Tooling;

/// <summary>Extensions of <see cref="Configure{T}"/>.</summary>
public static class ConfigureExtensions
{
    /// <summary>Calls the delegate; without one the options stay as they are.</summary>
    public static T InvokeSafe<T>(this Configure<T> configurator, T obj) => configurator == null ? obj : configurator(obj);
}
