using Strata.Engine.Tests.BuildKit;
using Strata.Testing.Registry;

namespace Strata.Engine.Tests.Registry;

/// <summary>The contract on the registry of tests.</summary>
public sealed class InProcessRegistryTests : RegistryContract
{
    private InProcessRegistry? _registry;

    [OneTimeTearDown]
    public async Task Stop() => await (_registry?.DisposeAsync() ?? ValueTask.CompletedTask);

    protected override Task<string> StartAsync() => Task.FromResult((_registry = new InProcessRegistry()).Address);
}

/// <summary>The contract on Debian's docker-registry.</summary>
public sealed class DockerRegistryTests : RegistryContract
{
    private TestRegistry? _registry;

    [OneTimeTearDown]
    public async Task Stop() => await (_registry?.DisposeAsync() ?? ValueTask.CompletedTask);

    protected override async Task<string> StartAsync() => (_registry = await TestRegistry.StartAsync()).Address;
}
