using Strata.Dependencies;
using Strata.Linting.Shell;

namespace Strata.Linting.Contract;

/// <summary>An installation of a stage: what one command asks for.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Call">The command.</param>
/// <param name="List">What it asks for.</param>
internal sealed record Install(LintedStage Stage, ToolCall Call, DependencyList List)
{
    /// <summary>It goes into an environment of its own, which does not see what the parent brings.</summary>
    public bool IsSeparate { get; init; }

    /// <summary>It names an index or backend of its own, so that its wheels may be others than the parent's.</summary>
    public bool HasOwnIndex => Call.Has("--torch-backend", "--index-url", "-i", "--default-index", "--extra-index-url", "--index");

    /// <summary>It takes builds that need no GPU.</summary>
    public bool IsCpuOnly => Call.Command.Arguments.Select(w => Stage.Expand(w.Text))
        .Any(w => w is "cpu" or "--torch-backend=cpu" || w.TrimEnd('/').EndsWith("/whl/cpu", StringComparison.Ordinal));
}
