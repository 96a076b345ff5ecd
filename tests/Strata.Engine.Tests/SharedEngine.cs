using Strata.Engine.Tests.BuildKit;

namespace Strata.Engine.Tests;

/// <summary>Ends the engine that tests shared, after the last of them.</summary>
[SetUpFixture]
public sealed class SharedEngine
{
    [OneTimeTearDown]
    public Task Stop() => EngineUnderTest.StopAsync();
}
