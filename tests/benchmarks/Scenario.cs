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

    /// <summary>Not a build: trees are synced to a host. Alone, and never by default.</summary>
    Sync,
}
