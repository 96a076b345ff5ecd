using Strata.Engine.Engines;
using Strata.Engine.Files;

namespace Strata.Testing.Hosts;

/// <summary>A private engine for tests: its programs are fetched once per machine, all else is the test's own.</summary>
/// <remarks>The folder of the programs is that of STRATA_TEST_STATE, else one of the temporary folder.</remarks>
public sealed class TestEngine : IAsyncDisposable
{
    private TestEngine(string root)
    {
        Root = root;
        State = StateDirectory.At(Path.Combine(root, "state"), Environment.GetEnvironmentVariable);
        Engine = Create();
    }

    /// <summary>The folder of all that is the test's own.</summary>
    public string Root { get; }

    /// <summary>Where the engine keeps its state.</summary>
    public StateDirectory State { get; }

    /// <summary>The engine, not started yet.</summary>
    public PrivateEngine Engine { get; }

    /// <summary>Makes an engine with a state of its own.</summary>
    public static TestEngine New() => new(Directory.CreateTempSubdirectory("strata-engine-").FullName);

    /// <summary>Why no test of this machine can have an engine; null when they can.</summary>
    public static Task<string?> ObstacleAsync() =>
        new PrivateEngine(StateDirectory.At(Path.GetTempPath(), _ => null)).ObstacleAsync(CancellationToken.None);

    /// <summary>Another handle of the same engine, as another process would have.</summary>
    public PrivateEngine Create(Action<string>? progress = null) => new(State, progress, PackagesFolder);

    /// <summary>Stops the engine and deletes its state.</summary>
    public async ValueTask DisposeAsync()
    {
        await Engine.CleanAsync(CancellationToken.None).ConfigureAwait(false);
        Directory.Delete(Root, recursive: true);
    }

    private static string PackagesFolder => Path.Combine(
        Environment.GetEnvironmentVariable("STRATA_TEST_STATE") is { Length: > 0 } root ? root : Path.Combine(Path.GetTempPath(), $"strata-tests-{Environment.UserName}"),
        "packages");
}
