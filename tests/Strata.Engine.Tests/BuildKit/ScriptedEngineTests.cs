using Strata.Engine.BuildKit;
using Strata.Testing.BuildKit;

namespace Strata.Engine.Tests.BuildKit;

public sealed class ScriptedEngineTests : BuildEngineContract
{
    private protected override Task<IBuildEngine> CreateAsync() => Task.FromResult<IBuildEngine>(new ScriptedEngine());

    private protected override SolveRequest Request(params SolveTarget[] targets) => new([.. targets], "/src", "/logs");
}
