namespace Nuke.Common;

/// <summary>Operating systems.</summary>
public enum PlatformFamily
{
    /// <summary>Another one.</summary>
    Unknown,

    /// <summary>Windows.</summary>
    Windows,

    /// <summary>Linux.</summary>
    Linux,

    /// <summary>macOS.</summary>
    OSX,
}
