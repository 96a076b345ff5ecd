using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>Locks what the images from outside are.</summary>
public interface ILockUpstreams : IHazImages
{
    /// <summary>Fail where the lock would have to change.</summary>
    [Parameter("Fail in place of changing docker/upstreams.lock.json.")]
    bool Locked => TryGetValue<bool?>(() => Locked) ?? false;

    /// <summary>Looks all upstreams up anew.</summary>
    Target LockUpstreams => _ => _
        .Description("Looks up anew what the images from outside are, writes docker/upstreams.lock.json, and says which images that rebuilds")
        .Executes(() => StrataSession.Of(this).LockUpstreams());
}
