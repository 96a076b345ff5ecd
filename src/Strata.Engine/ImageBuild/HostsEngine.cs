using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Engine.ImageBuild;

/// <summary>Solves each request on the machine that its images belong to.</summary>
/// <param name="find">The engine of an image's machine, and the repository root there; absolute.</param>
public sealed class HostsEngine(Func<string, (IBuildEngine Engine, string ContextRoot)> find) : IBuildEngine
{
    /// <inheritdoc/>
    /// <remarks>All targets of a request belong to one machine.</remarks>
    public async Task<ImmutableArray<ImageResult>> SolveAsync(SolveRequest request, IBuildProgress progress, CancellationToken cancellation)
    {
        if (request.Targets.IsEmpty)
        {
            return [];
        }

        var (engine, root) = find(request.Targets[0].Name);
        return await engine.SolveAsync(request with { ContextRoot = root }, progress, cancellation).ConfigureAwait(false);
    }
}
