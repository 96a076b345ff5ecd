using Nuke.Common;
using Nuke.Common.IO;

namespace Nuke.Components;

/// <summary>A build with a directory for what it makes.</summary>
public interface IHazArtifacts : INukeBuild
{
    /// <summary><c>artifacts</c> in the root.</summary>
    AbsolutePath ArtifactsDirectory => RootDirectory / "artifacts";
}
