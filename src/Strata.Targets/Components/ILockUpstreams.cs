using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>Locks what the images from outside are.</summary>
public interface ILockUpstreams : IHazImages
{
    /// <summary>Looks all upstreams up anew.</summary>
    Target LockUpstreams => _ => _
        .Description("Looks up anew what the images from outside are, writes docker/upstreams.lock.json, and says which images that rebuilds")
        .Executes(() => StrataSession.Of(this).LockUpstreams());
}
