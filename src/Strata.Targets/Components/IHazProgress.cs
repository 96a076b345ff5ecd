using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>A build that shows what happens.</summary>
public interface IHazProgress : IHazParameters
{
    /// <summary>How the build shows what happens.</summary>
    [Parameter("How a build shows what happens: Live (a line per image that changes in place), Plain (lines), Json (one event a line on standard output), or Auto. Default is Auto.")]
    ProgressChoice Progress => TryGetValue<ProgressChoice?>(() => Progress) ?? ProgressChoice.Auto;
}
