using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Targets.Components;

namespace Strata.Targets;

/// <summary>The engine of a call: what the user asks for, or what there is.</summary>
internal static class EngineSelection
{
    public static Task<EngineConnection> ConnectAsync(
        StrataSession session, IBuildHost host, StateDirectory state, IBuildProgress progress, CancellationToken cancellation)
    {
        var choice = session.Build as IHazBuildHost;
        return new EngineLocator(host, new PrivateEngine(state, text => progress.Report(new BuildEvent.Note(text))))
            .ConnectAsync(choice?.Engine ?? EngineChoice.Auto, choice?.Builder, cancellation);
    }
}
