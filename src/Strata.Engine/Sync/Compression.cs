namespace Strata.Engine.Sync;

/// <summary>How a stream is compressed on its way to a host.</summary>
internal enum Compression
{
    /// <summary>Not at all, for what is compressed or noise already.</summary>
    None,

    /// <summary>With what every host can unpack.</summary>
    Gzip,

    /// <summary>With what both sides need a library or program for, and what is quicker.</summary>
    Zstd,
}
