using Strata.Engine.Engines;

namespace Strata.EndToEnd;

/// <summary>What tests need of the machine; without it they are ignored with the reason.</summary>
internal static class Needs
{
    public static async Task PrivateEngineAsync()
    {
        if (await EngineHome.Engine().ObstacleAsync(CancellationToken.None) is { } obstacle)
        {
            Assert.Ignore($"no private engine: {obstacle}");
        }
    }
}
