using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>A build whose targets show data.</summary>
public interface IHazFormat : IHazParameters
{
    /// <summary>How a target shows its data; null for text.</summary>
    [Parameter("How a target shows its data: text or json; Graph also as mermaid, dot, svg or html, Lint as sarif or junit. Default is text.",
        ValueProviderType = typeof(IHazFormat), ValueProviderMember = nameof(Formats))]
    string? Format => TryGetValue(() => Format);

    /// <summary>The formats that there are; a target may take fewer.</summary>
    sealed IEnumerable<string> Formats => ["text", "json", "mermaid", "dot", "svg", "html", "sarif", "junit"];
}
