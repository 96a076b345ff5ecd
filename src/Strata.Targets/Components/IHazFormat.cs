using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>A build whose views can be printed in several formats.</summary>
public interface IHazFormat : INukeBuild
{
    /// <summary>How views are printed.</summary>
    [Parameter("How Plan and other views are printed: text, json, and what each view knows beside. Default is text.")]
    string? Format => TryGetValue(() => Format);
}
