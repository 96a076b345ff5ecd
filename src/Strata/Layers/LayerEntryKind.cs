namespace Strata.Layers;

/// <summary>What an entry of a layer does to the file system below it.</summary>
public enum LayerEntryKind
{
    /// <summary>A regular file with bytes of its own.</summary>
    File,

    /// <summary>A directory; one that is there already keeps what it holds.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    SymbolicLink,

    /// <summary>Another name of a file; its bytes count once.</summary>
    HardLink,

    /// <summary>A device or a named pipe.</summary>
    Special,

    /// <summary>Deletes what layers below have at the path.</summary>
    Whiteout,

    /// <summary>Deletes all that layers below have in the directory; what the layer itself brings stays.</summary>
    Opaque,
}
