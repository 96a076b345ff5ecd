namespace Strata.Workflows;

/// <summary>How a workflow's work is cut into jobs.</summary>
public enum JobLayout
{
    /// <summary>One job runs the whole graph: order and parallelism are the tool's.</summary>
    OneJob,

    /// <summary>A job for each image that others stand on, then the others as static matrices, then one that moves all names together.</summary>
    Layers,
}
