namespace Strata.Planning;

/// <summary>What an input of an image is; the order is that of a manifest.</summary>
public enum InputKind
{
    /// <summary>The version of this format: raised when the same inputs would give other bytes.</summary>
    Format,

    /// <summary>The platform that is built for.</summary>
    Platform,

    /// <summary>Where upstream bytes come from.</summary>
    Supply,

    /// <summary>The target stage.</summary>
    Stage,

    /// <summary>An instruction of a stage that is reached, or a directive.</summary>
    Dockerfile,

    /// <summary>A build argument.</summary>
    Argument,

    /// <summary>The declared version; the image carries it as a label.</summary>
    Version,

    /// <summary>Another label that the image carries.</summary>
    Label,

    /// <summary>An image from outside, by digest.</summary>
    Upstream,

    /// <summary>A Git repository, by address and commit.</summary>
    Source,

    /// <summary>An image of the graph, by fingerprint.</summary>
    Parent,

    /// <summary>A file, directory or link of the build context, with its mode.</summary>
    File,
}
