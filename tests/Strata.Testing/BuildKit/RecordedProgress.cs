using System.Collections.Concurrent;
using Strata.Engine.BuildKit;

namespace Strata.Testing.BuildKit;

/// <summary>Keeps the events that it hears.</summary>
public sealed class RecordedProgress : IBuildProgress
{
    private readonly ConcurrentQueue<BuildEvent> events = new();
    private readonly ConcurrentDictionary<Func<BuildEvent, bool>, TaskCompletionSource<BuildEvent>> awaited = new();

    /// <summary>Called with each event before anybody else hears of it.</summary>
    public Action<BuildEvent>? Hearing { get; set; }

    /// <summary>All events so far, in order.</summary>
    public IReadOnlyList<BuildEvent> Events => [.. events];

    /// <summary>The events of one kind.</summary>
    public IReadOnlyList<T> Of<T>()
        where T : BuildEvent => [.. events.OfType<T>()];

    /// <summary>The next event that fits, also one heard already.</summary>
    public Task<BuildEvent> When(Func<BuildEvent, bool> fits)
    {
        var source = awaited.GetOrAdd(fits, _ => new TaskCompletionSource<BuildEvent>(TaskCreationOptions.RunContinuationsAsynchronously));
        if (events.FirstOrDefault(fits) is { } heard)
        {
            source.TrySetResult(heard);
        }

        return source.Task;
    }

    /// <inheritdoc />
    public void Report(BuildEvent happened)
    {
        Hearing?.Invoke(happened);
        events.Enqueue(happened);
        foreach (var (fits, source) in awaited)
        {
            if (fits(happened))
            {
                source.TrySetResult(happened);
            }
        }
    }
}
