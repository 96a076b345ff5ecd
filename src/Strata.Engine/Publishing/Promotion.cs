using System.Collections.Immutable;
using Strata.Engine.Registry;
using Strata.Oci;

namespace Strata.Engine.Publishing;

/// <summary>Gives the images of one tag another name, without pulling anything.</summary>
/// <param name="client">The registry.</param>
public sealed class Promotion(RegistryClient client)
{
    /// <summary>Moves a name to what another name means, in all repositories or none.</summary>
    /// <param name="images">Each image's name, repository, and the tag that it has now.</param>
    /// <param name="tag">The name to move.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>All moves that the call meant, and those that changed something.</returns>
    /// <exception cref="StrataException">Images without the tag, all of them named, or the registry refuses (exit code 5).</exception>
    public async Task<(ImmutableArray<TagMove> Meant, ImmutableArray<TagMove> Moved)> PromoteAsync(
        IReadOnlyCollection<(string Image, ImageReference Repository, string From)> images, string tag, CancellationToken cancellation)
    {
        var moves = await FindAsync(images, tag, cancellation).ConfigureAwait(false);
        return (moves, await new TagMover(client).MoveAsync(moves, cancellation).ConfigureAwait(false));
    }

    /// <summary>The moves that <see cref="PromoteAsync"/> would make; nothing is moved.</summary>
    /// <param name="images">Each image's name, repository, and the tag that it has now.</param>
    /// <param name="tag">The name to move.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StrataException">Images without the tag, all of them named, or the registry refuses (exit code 5).</exception>
    public async Task<ImmutableArray<TagMove>> FindAsync(
        IReadOnlyCollection<(string Image, ImageReference Repository, string From)> images, string tag, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(images.Select(async image =>
        {
            var from = image.Repository with { Tag = image.From, Digest = null };
            return (From: from, Digest: await client.FindDigestAsync(from, cancellation).ConfigureAwait(false));
        })).ConfigureAwait(false);
        if (found.Where(f => f.Digest is null).ToImmutableArray() is { IsEmpty: false } missing)
        {
            throw new StrataException(ExitCode.Registry, [.. missing.Select(m => new Problem($"'{m.From}'", "the registry has no such tag, so no tag was moved", "publish it, or name another tag with --from"))]);
        }

        return [.. found.Select(f => new TagMove(f.From, f.Digest!, tag))];
    }
}
