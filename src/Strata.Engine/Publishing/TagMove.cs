using Strata.Oci;

namespace Strata.Engine.Publishing;

/// <summary>A name that is to mean another image.</summary>
/// <param name="From">A name of the image, in the same repository.</param>
/// <param name="Digest">The image.</param>
/// <param name="Tag">The name to move.</param>
public sealed record TagMove(ImageReference From, Digest Digest, string Tag)
{
    /// <summary>The name to move, with its repository.</summary>
    public ImageReference To => From with { Tag = Tag, Digest = null };
}
