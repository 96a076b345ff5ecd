namespace Strata.Benchmarks;

/// <summary>What happens before a measured run.</summary>
internal enum Scenario
{
    /// <summary>No cache, no image, no record: everything is built.</summary>
    Cold,

    /// <summary>Nothing.</summary>
    NothingChanged,

    /// <summary>A file of one service.</summary>
    LeafChanged,

    /// <summary>A file of base-ml, on which all services stand.</summary>
    BaseChanged,

    /// <summary>Three ML services on a common base beside three without one. Alone, and never by default: it takes a quarter of an hour.</summary>
    Layering,

    /// <summary>Not a build: trees are synced to a host. Alone, and never by default.</summary>
    Sync,
}
