using Strata.Graph;

namespace Strata.Reports;

/// <summary>How a service stands on the machine that runs it.</summary>
/// <param name="Image">The image's name in the graph.</param>
/// <param name="Condition">How it is.</param>
/// <param name="Address">Where its first port answers, <c>127.0.0.1:8080</c>; null when nowhere.</param>
/// <param name="Reference">What it was started from; null when it was not started.</param>
/// <param name="Container">The container's name; null when it was not started.</param>
/// <param name="StartedAt">When it was started last; null when never, or when it has ended.</param>
/// <param name="ExitCode">What it ended with; null when it has not ended.</param>
public sealed record ServiceState(
    string Image, ServiceCondition Condition, string? Address = null, string? Reference = null, string? Container = null, DateTimeOffset? StartedAt = null, int? ExitCode = null)
{
    /// <summary>The condition as people read it: <c>healthy</c>, <c>exited (7)</c>.</summary>
    public string Word => Condition switch
    {
        ServiceCondition.Absent => "not started",
        ServiceCondition.Exited => $"exited ({ExitCode})",
        var other => other.ToString().ToLowerInvariant(),
    };
}

/// <summary>How a service is.</summary>
public enum ServiceCondition
{
    /// <summary>It has no container.</summary>
    Absent,

    /// <summary>It runs, and its health check has not passed yet.</summary>
    Starting,

    /// <summary>It runs and has no health check.</summary>
    Running,

    /// <summary>Its health check passes.</summary>
    Healthy,

    /// <summary>Its health check fails.</summary>
    Unhealthy,

    /// <summary>It has ended, by itself or stopped.</summary>
    Exited,
}
