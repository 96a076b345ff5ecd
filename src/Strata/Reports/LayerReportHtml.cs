using Strata.Graph;
using Strata.Layers;
using Strata.Planning;

namespace Strata.Reports;

/// <summary>Stub.</summary>
public static class LayerReportHtml
{
    /// <summary>Stub.</summary>
    public static string Render(ImageGraph graph, LayerReport report, SizeBudget budget, IReadOnlyDictionary<string, System.Collections.Immutable.ImmutableArray<BuildRecord>> records) => "";
}
