using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Engine.Hosts;

namespace Strata.Targets;

/// <summary>The engine of a call: what the user asks for, or what there is.</summary>
internal static class EngineSelection
{
    public static Task<EngineConnection> ConnectAsync(
        StrataSession session, IBuildHost host, StateDirectory state, IBuildProgress progress, CancellationToken cancellation) =>
        new PrivateEngine(state, text => progress.Report(new BuildEvent.Note(text))).EnsureAsync(cancellation);
}
