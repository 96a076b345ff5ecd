using Nuke.Common.IO;

namespace Nuke.Components;

/// <summary>A build with a directory for reports.</summary>
public interface IHazReports : IHazArtifacts
{
    /// <summary><c>reports</c> in the artifacts directory.</summary>
    AbsolutePath ReportDirectory => ArtifactsDirectory / "reports";
}
