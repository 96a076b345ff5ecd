using System.Collections.Immutable;
using Strata.Planning;

namespace Strata.Engine.BuildKit;

/// <summary>Something that solves images: BuildKit through bake, or a scripted fake.</summary>
public interface IBuildEngine
{
    /// <summary>Solves all targets together and loads the images; a failing target cancels the others.</summary>
    /// <remarks>Steps, exports, warnings and stalls are told to the progress; results are left to the caller, who may go on with another solve.</remarks>
    /// <returns>
    /// In the order of the request: <see cref="ImageBuilt"/> (also for what was exported before another one failed) or <see cref="ImageFailed"/> for what succeeded or failed; <see cref="ImageNotBuilt"/> for what was cancelled
    /// because another one failed, or what can be solved again because the engine lost its job.
    /// </returns>
    /// <exception cref="DefinitionException">A name or value that the engine cannot take.</exception>
    /// <exception cref="StrataException">The engine is lost (exit code 4), or it failed without saying at which image (exit code 1).</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing that was started is left running.</exception>
    Task<ImmutableArray<ImageResult>> SolveAsync(SolveRequest request, IBuildProgress progress, CancellationToken cancellation);
}
