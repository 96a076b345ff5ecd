using System.Collections.Immutable;
using Strata.Planning;

namespace Strata.Engine.BuildKit;

/// <summary>Something that solves images: BuildKit through bake, or a scripted fake.</summary>
public interface IBuildEngine
{
    /// <summary>Solves all targets together and loads the images; a failing target cancels the others.</summary>
    /// <returns>
    /// <see cref="ImageBuilt"/> or <see cref="ImageFailed"/> for what succeeded or failed; <see cref="ImageNotBuilt"/> for what was cancelled
    /// because another one failed.
    /// </returns>
    /// <exception cref="StrataException">The engine is lost (exit code 4).</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing that was started is left running.</exception>
    Task<ImmutableArray<ImageResult>> SolveAsync(SolveRequest request, IBuildProgress progress, CancellationToken cancellation);
}
