using Strata.Engine.Engines;
using Strata.Engine.Files;

namespace Strata.EndToEnd;

/// <summary>A home that starts empty and is shared by the tests that build images, so that the engine is fetched once.</summary>
[SetUpFixture]
public sealed class EngineHome
{
    private static readonly Lazy<string> Home = new(() => Directory.CreateTempSubdirectory("strata-home-").FullName);

    /// <summary>HOME of the clones.</summary>
    public static string Path => Home.Value;

    /// <summary>The private engine that the clones build with.</summary>
    public static async Task<EngineConnection> ConnectAsync() => await Engine().EnsureAsync(CancellationToken.None);

    /// <summary>Ends the engine with all that it runs, and deletes the home.</summary>
    [OneTimeTearDown]
    public async Task End()
    {
        await RemoteStage.EndAsync();
        Clones.End();
        if (!Home.IsValueCreated)
        {
            return;
        }

        await Engine().StopAsync(CancellationToken.None);
        Directory.Delete(Path, recursive: true);
    }

    /// <summary>The engine's handle: what <c>./build.sh</c> with this home uses.</summary>
    public static PrivateEngine Engine() => new(StateOf(Path));

    /// <summary>The engine of another home: it runs the programs that were fetched for this one, all else is its own.</summary>
    public static PrivateEngine EngineOf(string home)
    {
        var programs = ProgramsOf(home);
        if (!Directory.Exists(programs))
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(programs)!);
            Directory.CreateSymbolicLink(programs, ProgramsOf(Path));
        }

        return new PrivateEngine(StateOf(home));
    }

    /// <summary>Ends the engine of another home, which may then be deleted.</summary>
    public static async Task EndAsync(string home)
    {
        await EngineOf(home).StopAsync(CancellationToken.None);
        File.Delete(ProgramsOf(home));
    }

    /// <summary>Our state below a home.</summary>
    public static StateDirectory StateOf(string home) => StateDirectory.Locate(name => name == "HOME" ? home : null);

    private static string ProgramsOf(string home) => StateOf(home).Combine("engine", "packages");
}
