using Nuke.Common;
using Strata.Engine.Engines;

namespace Strata.Targets.Components;

/// <summary>A build that runs on a host with an engine.</summary>
public interface IHazBuildHost : IHazRemoteHost
{
    /// <summary>The Docker that runs the build.</summary>
    [Parameter("The Docker that builds: Docker (what docker buildx reaches now), Private (an engine of its own on Debian as root, nothing installed), or Auto. Default is Auto.")]
    EngineChoice Engine => TryGetValue<EngineChoice?>(() => Engine) ?? EngineChoice.Auto;

    /// <summary>A named buildx builder.</summary>
    [Parameter("Named buildx builder to build with (docker buildx ls).")]
    string? Builder => TryGetValue(() => Builder);
}
