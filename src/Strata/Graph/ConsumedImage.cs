using System.Runtime.CompilerServices;

namespace Strata.Graph;

/// <summary>An image of somebody else that is deployed beside ours as it is: not built, but pinned, locked and written into deployment values.</summary>
/// <param name="Name">What people and deployment values call it.</param>
/// <param name="Upstream">The image.</param>
/// <param name="Origin">Where it is declared; null for those made by programs.</param>
public sealed record ConsumedImage(string Name, Upstream Upstream, SourcePlace? Origin = null)
{
    /// <summary>Declares an image by its upstream; its name is the repository's last part.</summary>
    /// <param name="upstream">The image, with a tag that names a version.</param>
    /// <param name="name">Another name.</param>
    /// <param name="file">Where it is declared; the compiler fills it in.</param>
    /// <param name="line">Where it is declared; the compiler fills it in.</param>
    public static ConsumedImage Of(Upstream upstream, string? name = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(name ?? upstream.Repository[(upstream.Repository.LastIndexOf('/') + 1)..], upstream, new SourcePlace(file, line));
}
