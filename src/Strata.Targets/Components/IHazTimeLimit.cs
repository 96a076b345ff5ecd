using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>A build that can be told how long it may take.</summary>
public interface IHazTimeLimit : IHazParameters
{
    /// <summary>Minutes after which the work on images ends; null for no limit.</summary>
    [Parameter("Minutes after which the work on images ends with exit code 1. Default is no limit.")]
    int? TimeLimit => TryGetValue<int?>(() => TimeLimit);
}
