using System.Reflection;
using Nuke.Common.Execution;

namespace Nuke.Common;

public abstract partial class NukeBuild
{
    private readonly List<IBuildExtension> _extensions;

    /// <summary>Finds the extensions on the build class and its bases.</summary>
    protected NukeBuild()
    {
        var extensions = GetType().GetCustomAttributes<BuildExtensionAttributeBase>().ToList();
        extensions.ForEach(e => e.Build = this);
        _extensions = [.. extensions.OrderByDescending(e => e.Priority)];
    }

    internal void Extend<TExtension>(Action<TExtension> call)
        where TExtension : IBuildExtension
    {
        foreach (var extension in _extensions.OfType<TExtension>())
            call(extension);
    }

    /// <summary>Called when the build's instance is there and its parameters have values.</summary>
    protected internal virtual void OnBuildCreated()
    {
    }

    /// <summary>Called when the plan is known, before requirements are checked.</summary>
    protected internal virtual void OnBuildInitialized()
    {
    }

    /// <summary>Called after the last target, whether the build went well or not.</summary>
    protected internal virtual void OnBuildFinished()
    {
    }

    /// <summary>Called before a target starts.</summary>
    protected internal virtual void OnTargetRunning(string target)
    {
    }

    /// <summary>Called when a target is left out.</summary>
    protected internal virtual void OnTargetSkipped(string target)
    {
    }

    /// <summary>Called when a target went well.</summary>
    protected internal virtual void OnTargetSucceeded(string target)
    {
    }

    /// <summary>Called when a target failed.</summary>
    protected internal virtual void OnTargetFailed(string target)
    {
    }
}
