namespace Strata.Engine.BuildKit;

/// <summary>What is known so far of one vertex.</summary>
internal sealed class VertexState(VertexName name)
{
    private const int TailLength = 10;

    private readonly Queue<string> tail = new();

    /// <summary>Its name as first seen.</summary>
    public VertexName Name { get; } = name;

    /// <summary>What it needs.</summary>
    public IReadOnlyList<string> Inputs { get; set; } = [];

    /// <summary>Looked up in the Dockerfiles already.</summary>
    public bool IsOwned { get; set; }

    /// <summary>Whose step it is; null for nobody's.</summary>
    public string? Image { get; set; }

    /// <summary>Line in the image's Dockerfile; 0 when unknown.</summary>
    public int Line { get; set; }

    /// <summary>
    /// The target by whose view it is timed: each target that shares the vertex tells of it with a clock of its own, some tens of
    /// milliseconds apart; null before it starts.
    /// </summary>
    public string? Leader { get; set; }

    /// <summary>Start of the interval that runs or ran last.</summary>
    public DateTimeOffset? Started { get; set; }

    /// <summary>End of that interval; null while it runs.</summary>
    public DateTimeOffset? Completed { get; set; }

    /// <summary>All intervals that ended.</summary>
    public List<(DateTimeOffset From, DateTimeOffset To)> Intervals { get; } = [];

    /// <summary>It came from the cache.</summary>
    public bool Cached { get; set; }

    /// <summary>BuildKit's message; null while well.</summary>
    public string? Error { get; set; }

    /// <summary>Standard output so far.</summary>
    public LogLines Output { get; } = new();

    /// <summary>Standard error so far.</summary>
    public LogLines Errors { get; } = new();

    /// <summary>What it exports; empty for a vertex that exports nothing.</summary>
    public ExportedManifests Exported { get; } = new();

    /// <summary>When a passing state (a bar, a pull) was last told.</summary>
    public DateTimeOffset LastPassing { get; set; }

    /// <summary>The last lines.</summary>
    public IEnumerable<string> Tail => tail;

    /// <summary>The error is only that another vertex failed or the client went.</summary>
    public bool IsCancelled =>
        Error is not null && (Error.Contains("context canceled", StringComparison.Ordinal) || Error.Contains("code = Canceled", StringComparison.Ordinal));

    /// <summary>The step as users see it.</summary>
    public BuildStep Step => new(Name.Stage, Name.Index, Name.Count, Name.Text);

    /// <summary>Keeps a line among the last ones.</summary>
    public void Keep(string line)
    {
        if (tail.Count == TailLength)
        {
            tail.Dequeue();
        }

        tail.Enqueue(line);
    }
}
