using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Targets.Tests.Programs;

/// <summary>What a scripted build goes through: events with the time before each, and moments that are looked at.</summary>
internal sealed class Story
{
    private readonly List<(double After, BuildEvent? Event, string? Moment, Action? Does)> _acts = [];
    private readonly Dictionary<string, int> _steps = new(StringComparer.Ordinal);

    public IReadOnlyList<(double After, BuildEvent? Event, string? Moment, Action? Does)> Acts => _acts;

    /// <summary>Images as <c>name &lt;- parent</c>.</summary>
    public required ImmutableArray<string> Images { get; init; }

    /// <summary>The image that fails in the first solve; null when all goes well.</summary>
    public ImageFailed? Failure { get; init; }

    /// <summary>Ctrl-C comes after the last moment.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>What the plan expects.</summary>
    public TimeSpan? Planned { get; init; } = TimeSpan.FromSeconds(110);

    public Story Start(string image, BuildStep step, double after = 0) => Add(after, new BuildEvent.StepStarted(image, step));

    public Story Print(string image, BuildStep step, string line, double after = 0) => Add(after, new BuildEvent.StepOutput(image, step, line));

    public Story Finish(string image, BuildStep step, double seconds, string? error = null, bool isCached = false)
    {
        _steps[image] = _steps.GetValueOrDefault(image) + 1;
        return Add(0, new BuildEvent.StepFinished(image, step, TimeSpan.FromSeconds(seconds), isCached, error));
    }

    public Story Export(string image, double seconds, int cached = 0) =>
        Add(0, new BuildEvent.ImageExported(image, "sha256:" + new string('a', 64), TimeSpan.FromSeconds(seconds), Math.Max(1, _steps.GetValueOrDefault(image)), cached));

    public Story Tell(BuildEvent happened, double after = 0) => Add(after, happened);

    /// <summary>A line that Nuke writes to standard output.</summary>
    public Story Log(string line) => Act((0, null, null, () => System.Console.Out.WriteLine(line)));

    /// <summary>A moment to look at the terminal.</summary>
    public Story Look(string moment, double after = 0) => Act((after, null, moment, null));

    private Story Add(double after, BuildEvent happened) => Act((after, happened, null, null));

    private Story Act((double, BuildEvent?, string?, Action?) act)
    {
        _acts.Add(act);
        return this;
    }
}
