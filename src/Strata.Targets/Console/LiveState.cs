using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Targets.Console;

/// <summary>All that the live view shows, as events make it.</summary>
internal sealed class LiveState
{
    private readonly Dictionary<string, ImageActivity> _byName;

    /// <param name="images">Parents first.</param>
    /// <param name="began">When the build began.</param>
    /// <param name="planned">How long it will take about; null when nobody knows.</param>
    public LiveState(IEnumerable<ViewImage> images, DateTimeOffset began, TimeSpan? planned)
    {
        Images = [.. images.Select(i => new ImageActivity(i))];
        _byName = Images.ToDictionary(i => i.Image.Name, StringComparer.Ordinal);
        Began = began;
        Planned = planned;
    }

    public IReadOnlyList<ImageActivity> Images { get; }

    public DateTimeOffset Began { get; }

    public TimeSpan? Planned { get; }

    /// <summary>Whether any image has begun: before that there is only the preparation to show.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>What the preparation does; empty when it is over.</summary>
    public string Note { get; private set; } = "";

    /// <summary>How long nothing was heard of the engine; null while it talks.</summary>
    public TimeSpan? Silence { get; private set; }

    /// <summary>Ctrl-C was pressed.</summary>
    public bool IsCancelling { get; set; }

    public bool IsEnded { get; private set; }

    public void Apply(BuildEvent happened, DateTimeOffset now)
    {
        Silence = happened is BuildEvent.Stalled stalled ? stalled.Silence : null;
        switch (happened)
        {
            case BuildEvent.StepStarted e when Find(e.Image) is { } image:
                HasBegun = true;
                image.Start(e.Step, now);
                break;
            case BuildEvent.StepOutput e:
                Find(e.Image)?.Print(e.Step, e.Line);
                break;
            case BuildEvent.StepFinished e:
                Find(e.Image)?.Finish(e.Step);
                break;
            case BuildEvent.ImageFinished { Result: var result } when Find(result.Image) is { } image:
                HasBegun |= result is not ImageSkipped;
                image.Interrupt();
                image.Result = result;
                break;
            case BuildEvent.Note e:
                Note = e.Text;
                break;
            case BuildEvent.Ended:
                IsEnded = true;
                break;
        }

        if (happened is BuildEvent.ImageFinished { Result: ImageFailed })
        {
            foreach (var other in Images.Where(i => i.Result is null))
            {
                other.Interrupt();
            }
        }
    }

    /// <summary>The parent that an image waits for; null when none is left to be built.</summary>
    public string? WaitsFor(ImageActivity image) => image.Image.Parents.FirstOrDefault(p => _byName.TryGetValue(p, out var parent) && parent.Result is null);

    private ImageActivity? Find(string image) => _byName.GetValueOrDefault(image);
}
