using Strata.Engine.Hosts;

namespace Strata.EndToEnd;

/// <summary>What fixtures with a build host begin with: the stage that all share, with its engine up.</summary>
[NonParallelizable]
public abstract class RemoteFixture
{
    private protected RemoteStage Stage { get; private set; } = null!;

    private protected WorkingCopy Client => Stage.Client;

    [SetUp]
    public async Task Prepare() => Stage = await RemoteStage.SharedAsync();

    /// <summary>Calls the client with targets and parameters, on the host.</summary>
    private protected Task<CallResult> CallAsync(params string[] words) => Client.BuildAsync([.. words, "--remote", "--supply", "Debian"]);

    /// <summary>Builds all images on the host, which has to end well.</summary>
    private protected async Task<CallResult> BuildAllAsync(params string[] more)
    {
        var call = await CallAsync(["BuildAll", .. more]);
        Assert.That(call.ExitCode, Is.Zero, call.ToString());
        return call;
    }

    /// <summary>The ids of the containers on the host.</summary>
    private protected async Task<string> ContainersAsync()
    {
        var engine = await Stage.Engine.EnsureAsync(default);
        return (await new LocalHost().RequireAsync(new Command(engine.Docker, "container", "ls", "--all", "--quiet") { Environment = engine.Environment }, default)).Output.Trim();
    }

    /// <summary>Waits until no container is there.</summary>
    private protected void AwaitNoContainer() => Assert.That(() => ContainersAsync().GetAwaiter().GetResult(), Is.Empty.After(20_000, 200), "a container");
}
