namespace Nuke.Common.IO;

/// <summary>Something with a path.</summary>
public interface IAbsolutePathHolder
{
    /// <summary>The path.</summary>
    AbsolutePath Path { get; }
}
