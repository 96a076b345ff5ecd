namespace Nuke.Common;

/// <summary>What becomes of the dependencies of a skipped target.</summary>
public enum DependencyBehavior
{
    /// <summary>They are skipped, too, unless another target needs them.</summary>
    Skip,

    /// <summary>They run.</summary>
    Execute,
}
