using Nuke.Common;
using Strata.Engine.BuildKit;
using Strata.Targets.Components;

namespace Strata.Targets.Console;

/// <summary>Picks how a call shows what happens; the only place that knows all ways.</summary>
internal static class ProgressSelection
{
    private const int NarrowestLive = 60;

    private static IBuildProgress? _active;

    /// <summary>Keeps standard output for events where these are wanted; all else that would go there goes to standard error. To be called before anything is printed.</summary>
    public static void Reserve(INukeBuild build)
    {
        if (Choice(build) == ProgressChoice.Json)
        {
            DataOutput.Claim();
        }
    }

    /// <summary>The progress of the images that a call builds.</summary>
    /// <param name="build">The build with its parameters.</param>
    /// <param name="images">Parents first.</param>
    /// <param name="isVerbose">Show what steps print; only lines can.</param>
    /// <param name="planned">How long it will take about; null when nobody knows.</param>
    public static IBuildProgress Create(INukeBuild build, IReadOnlyCollection<ViewImage> images, bool isVerbose, TimeSpan? planned = null) =>
        Create(Choice(build), images, isVerbose, planned, TimeProvider.System);

    internal static IBuildProgress Create(ProgressChoice choice, IReadOnlyCollection<ViewImage> images, bool isVerbose, TimeSpan? planned, TimeProvider clock) =>
        _active = choice switch
        {
            ProgressChoice.Json => new JsonProgress(DataOutput.Writer, images, clock),
            ProgressChoice.Live or ProgressChoice.Auto when CanLive(choice, isVerbose) => CreateLive(images, planned, clock),
            _ => new LineProgress(System.Console.Error, [.. images.Select(i => i.Name)], ConsoleOutput.ProgressStyle, isVerbose),
        };

    /// <summary>Waits for the start of the work; when it fails the progress ends.</summary>
    public static async Task<T> EndWhenFailed<T>(Task<T> start)
    {
        try
        {
            return await start;
        }
        catch
        {
            End();
            throw;
        }
    }

    /// <summary>Ends what still shows something; more than once does no harm.</summary>
    public static void End() => (_active as IDisposable)?.Dispose();

    private static ProgressChoice Choice(INukeBuild build) => (build as IHazProgress)?.Progress ?? ProgressChoice.Auto;

    private static bool CanLive(ProgressChoice choice, bool isVerbose)
    {
        if (System.Console.IsErrorRedirected || !TerminalKind.KnowsEscapes(Environment.GetEnvironmentVariable))
        {
            return false;
        }

        return choice == ProgressChoice.Live
            || (!isVerbose && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")) && TerminalSize.OfStandardError().Columns >= NarrowestLive);
    }

    private static LiveProgress CreateLive(IEnumerable<ViewImage> images, TimeSpan? planned, TimeProvider clock)
    {
        var (output, error) = (System.Console.Out, System.Console.Error);
        var live = new LiveProgress(error, images, ConsoleOutput.ProgressStyle, TerminalSize.OfStandardError, clock, planned);
        var errorWriter = new LiveWriter(error, live.Gate, live.Aside);
        var outputWriter = System.Console.IsOutputRedirected ? null : new LiveWriter(output, live.Gate, live.Aside);
        System.Console.SetError(errorWriter);
        if (outputWriter is not null)
        {
            System.Console.SetOut(outputWriter);
        }

        live.Disposed += () =>
        {
            outputWriter?.End();
            errorWriter.End();
            System.Console.SetOut(output);
            System.Console.SetError(error);
        };
        return live;
    }
}
