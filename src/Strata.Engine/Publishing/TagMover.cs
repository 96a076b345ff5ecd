using System.Collections.Immutable;
using Strata.Engine.Registry;

namespace Strata.Engine.Publishing;

/// <summary>Moves the names of many images: first all images are seen to be there, then all names are moved.</summary>
/// <param name="client">The registry.</param>
public sealed class TagMover(RegistryClient client)
{
    private const int AtOnce = 16;
    private const int MostNamed = 20;

    /// <summary>Moves all names; one that means the image already is left alone.</summary>
    /// <returns>The moves that changed something, in the order given.</returns>
    /// <exception cref="RegistryException">Before the first move: an image is not there. In between: the error says what moved and what did not.</exception>
    /// <exception cref="StrataException">Cancelled, or another failure, in between: this error says so, too.</exception>
    public async Task<ImmutableArray<TagMove>> MoveAsync(ImmutableArray<TagMove> moves, CancellationToken cancellation)
    {
        var manifests = await ReadAsync(moves, cancellation).ConfigureAwait(false);
        var current = await AllAsync(moves, m => client.FindDigestAsync(m.To, cancellation), cancellation).ConfigureAwait(false);
        ImmutableArray<TagMove> open = [.. moves.Where((m, i) => current[i] != m.Digest)];
        for (var i = 0; i < open.Length; i++)
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                await client.PutManifestAsync(open[i].To, manifests[open[i]], cancellation).ConfigureAwait(false);
            }
            catch (RegistryException e)
            {
                throw new RegistryException(new Problem(e.Problems[0].Place, $"{e.Problems[0].What}; {Tell(open, i, isSure: e.Status is not null)}", Next(e), e.Problems[0].Excerpt), e.Status, e.Code, e);
            }
            catch (Exception e)
            {
                var (code, what) = e is OperationCanceledException ? (ExitCode.Cancelled, "cancelled") : ((e as StrataException)?.ExitCode ?? ExitCode.Registry, e.Message);
                throw new StrataException(code, new Problem("moving tags", $"{what}; {Tell(open, i, isSure: false)}", "call again to move the rest"), e);
            }
        }

        return open;
    }

    // Where no answer came, the registry may have done it all the same.
    private static string Tell(ImmutableArray<TagMove> moves, int done, bool isSure) => (done, isSure) switch
    {
        (0, true) => "no tag was moved",
        (_, true) => $"moved: {Names(moves.Take(done))}; not moved: {Names(moves.Skip(done))}",
        _ => $"moved: {Names(moves.Take(done))}; perhaps moved: {moves[done].To}; not moved: {Names(moves.Skip(done + 1))}",
    };

    private static string Names(IEnumerable<TagMove> moves)
    {
        ImmutableArray<string> names = [.. moves.Select(m => m.To.ToString())];
        return names.IsEmpty ? "none" : string.Join(", ", names.Take(MostNamed)) + (names.Length > MostNamed ? $" and {names.Length - MostNamed} more" : "");
    }

    private static string Next(RegistryException e) => e.Problems[0].Next is { } next ? $"{next}, then call again: it moves what is left" : "call again: it moves what is left";

    private async Task<Dictionary<TagMove, RegistryManifest>> ReadAsync(ImmutableArray<TagMove> moves, CancellationToken cancellation)
    {
        var manifests = await AllAsync(moves, m => client.FindManifestAsync(m.From with { Tag = null, Digest = m.Digest }, cancellation), cancellation).ConfigureAwait(false);
        ImmutableArray<Problem> missing =
        [
            .. moves.Where((_, i) => manifests[i] is null).DistinctBy(m => m.From).Select(m => new Problem($"'{m.From}'", $"the registry no longer has '{m.Digest}', no tag was moved", "publish it again")),
        ];
        return missing.IsEmpty
            ? moves.Select((m, i) => (m, i)).DistinctBy(p => p.m).ToDictionary(p => p.m, p => manifests[p.i]!)
            : throw new StrataException(ExitCode.Registry, missing);
    }

    private static async Task<T[]> AllAsync<T>(ImmutableArray<TagMove> moves, Func<TagMove, Task<T>> ask, CancellationToken cancellation)
    {
        using var gate = new SemaphoreSlim(AtOnce);
        return await Task.WhenAll(moves.Select(async move =>
        {
            await gate.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await ask(move).ConfigureAwait(false);
            }
            finally
            {
                gate.Release();
            }
        })).ConfigureAwait(false);
    }
}
