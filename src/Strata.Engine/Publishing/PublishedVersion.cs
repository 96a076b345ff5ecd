using Strata.Oci;

namespace Strata.Engine.Publishing;

/// <summary>What was published of an image before.</summary>
/// <param name="Tag">The name that meant it.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Size">Bytes of its layers as stored.</param>
public sealed record PublishedVersion(string Tag, Digest Digest, long Size);
