using System.Collections.Immutable;
using Strata.Engine.Hosts;
using Strata.Planning;

namespace Strata.Engine.BuildKit;

/// <summary>Turns what bake prints with <c>--progress=rawjson</c> into events and into what became of each image.</summary>
/// <remarks>Takes any line: what is no status is kept as a message. Not for several threads at once.</remarks>
public sealed class SolveProgress
{
    private const int MostMessages = 200;
    private static readonly TimeSpan PassingEvery = TimeSpan.FromSeconds(1);

    private readonly SolveRequest _request;
    private readonly IBuildProgress _progress;
    private readonly ImageLogs? _logs;
    private readonly TimeProvider _clock;
    private readonly StepOwners _owners;
    private readonly Dictionary<string, VertexState> _vertices = new(StringComparer.Ordinal);
    private readonly HashSet<(string?, string)> warned = [];
    private readonly Queue<string> _messages = new();
    private readonly Dictionary<string, string> _exported = new(StringComparer.Ordinal);

    /// <summary>Creates a reader for one bake.</summary>
    public SolveProgress(SolveRequest request, IBuildProgress progress)
        : this(request, progress, null, TimeProvider.System)
    {
    }

    internal SolveProgress(SolveRequest request, IBuildProgress progress, ImageLogs? logs, TimeProvider clock)
    {
        _request = request;
        _progress = progress;
        _logs = logs;
        _clock = clock;
        _owners = new StepOwners(request);
    }

    /// <summary>What is masked in output and messages, should a step print it.</summary>
    public ImmutableArray<Secret> Secrets { get; init; } = [];

    /// <summary>The last lines that were no status, such as the text of an error.</summary>
    public IEnumerable<string> Messages => _messages;

    /// <summary>Digests of the images that are in the engine's store already, by name.</summary>
    public IReadOnlyDictionary<string, string> Exported => _exported;

    /// <summary>Takes one line of output.</summary>
    public void Read(string line)
    {
        if (SolveStatus.TryParse(line) is not { } status)
        {
            if (_messages.Count == MostMessages)
            {
                _messages.Dequeue();
            }

            _messages.Enqueue(Redact(line));
            return;
        }

        foreach (var vertex in status.Vertexes)
        {
            Register(vertex);
        }

        foreach (var log in status.Logs)
        {
            ReadLog(log);
        }

        foreach (var part in status.Statuses)
        {
            ReadStatus(part);
        }

        foreach (var vertex in status.Vertexes)
        {
            ReadVertex(vertex);
        }

        foreach (var warning in status.Warnings)
        {
            ReadWarning(warning);
        }
    }

    /// <summary>Bake ended because the engine lost a job; the images that are not there have to be solved again.</summary>
    public bool HasLostJob => SolveFailure.LastError(Messages) is { } error && SolveFailure.IsLostJob(error);

    /// <summary>What failed, by image; a step that was only cancelled is no failure, nor is a job that the engine lost.</summary>
    public ImmutableDictionary<string, Problem> Failures()
    {
        var failures = ImmutableDictionary.CreateBuilder<string, Problem>(StringComparer.Ordinal);
        var said = SolveFailure.OfMessages(_request, Messages);
        foreach (var state in _vertices.Values.Where(v => v is { Error: { } error, IsCancelled: false, Image: not null } && !SolveFailure.IsLostJob(error)))
        {
            var target = _request.Targets.First(t => t.Name == state.Image);
            var problem = SolveFailure.OfStep(target, _request.LogDirectory, state);

            // What is no step of the Dockerfile, such as looking a FROM up, has its line only in bake's last words.
            failures.TryAdd(target.Name, state.Line == 0 && said?.Image == target.Name ? problem with { Place = said.Value.Problem.Place } : problem);
        }

        if (failures.Count == 0 && said is { } failure)
        {
            failures.Add(failure.Image, failure.Problem);
        }

        return failures.ToImmutable();
    }

    /// <summary>How long BuildKit was busy with the steps of an image's own Dockerfile and its export, and how many steps that were.</summary>
    public (TimeSpan Duration, int Steps, int CachedSteps) Measure(string image)
    {
        var own = _vertices.Values.Where(v => v.Image == image && (v.Name.Count > 0 || IsExport(v))).ToImmutableArray();
        var solved = own.Where(v => v is { Name.Count: > 0, Completed: not null, Error: null }).ToImmutableArray();
        var duration = TimeSpan.Zero;
        var until = DateTimeOffset.MinValue;
        foreach (var (from, to) in own.SelectMany(v => v.Intervals).Order())
        {
            if (to > until)
            {
                duration += to - (from > until ? from : until);
                until = to;
            }
        }

        return (duration, solved.Length, solved.Count(v => v.Cached));
    }

    /// <summary>Other drivers than docker's own send the image to the engine after the export, so theirs is not there yet.</summary>
    private static bool IsExportToStore(VertexState vertex) => vertex.Name.Text == "exporting to image";

    private static bool IsExport(VertexState vertex) => vertex.Name.Text.StartsWith("exporting ", StringComparison.Ordinal);

    private void Register(SolveStatus.Vertex vertex)
    {
        if (!_vertices.TryGetValue(vertex.Digest, out var state))
        {
            state = _vertices[vertex.Digest] = new VertexState(VertexName.Parse(vertex.Name, _owners.IsTarget));
        }

        state.Inputs = vertex.Inputs;
    }

    private void ReadVertex(SolveStatus.Vertex vertex)
    {
        var state = _vertices[vertex.Digest];
        Own(vertex.Digest, state, 0);
        if (vertex.Error.Length > 0 && (state.Error is null || state.IsCancelled))
        {
            state.Error = vertex.Error;
        }

        if (vertex.Started is not { } started)
        {
            return;
        }

        var viewer = VertexName.Parse(vertex.Name, _owners.IsTarget).Target;
        state.Leader ??= viewer;
        if (state.Leader != viewer)
        {
            return;
        }

        if (state.Started is null || started > state.Started)
        {
            state.Started = started;
            state.Completed = null;
            if (!vertex.Cached)
            {
                Tell(state, (image, step) => new BuildEvent.StepStarted(image, step));
            }

            Log(state, vertex.Cached ? $"CACHED {state.Name.Text}" : state.Name.Text);
        }

        state.Cached |= vertex.Cached;
        if (vertex.Completed is { } completed && state.Completed is null && completed >= started)
        {
            state.Completed = completed;
            state.Intervals.Add((started, completed));
            Flush(state);
            Log(state, state.Error is null ? $"done in {(completed - started).TotalSeconds:0.0} s" : $"ERROR {state.Error}");
            Tell(state, (image, step) => new BuildEvent.StepFinished(image, step, completed - started, state.Cached, state.Error));
            if (IsExportToStore(state) && state is { Error: null, Image: { } image, Exported.Digest: { } digest } && _exported.TryAdd(image, digest))
            {
                var (duration, steps, cached) = Measure(image);
                _progress.Report(new BuildEvent.ImageExported(image, digest, duration, steps, cached));
            }
        }
    }

    /// <summary>Inputs first: of two alike steps, the lower layer's is the parent's.</summary>
    private void Own(string digest, VertexState state, int depth)
    {
        if (state.IsOwned || depth > 500)
        {
            return;
        }

        state.IsOwned = true;
        foreach (var input in state.Inputs)
        {
            if (_vertices.TryGetValue(input, out var below))
            {
                Own(input, below, depth + 1);
            }
        }

        if (_owners.Find(digest, state.Name) is { } owner)
        {
            (state.Image, state.Line) = owner;
        }
    }

    private void ReadLog(SolveStatus.Log log)
    {
        if (!_vertices.TryGetValue(log.Vertex, out var state))
        {
            return;
        }

        Own(log.Vertex, state, 0);
        var lines = log.Stream == 2 ? state.Errors : state.Output;
        foreach (var line in lines.Add(log.Data))
        {
            Output(state, line);
        }

        if (lines.Bar is { } bar)
        {
            Passing(state, Redact(bar));
        }
    }

    private string Redact(string text) => Secrets.Aggregate(text, (masked, secret) => secret.Redact(masked));

    private void Flush(VertexState state)
    {
        foreach (var line in new[] { state.Output.Flush(), state.Errors.Flush() })
        {
            if (line is not null)
            {
                Output(state, line);
            }
        }
    }

    private void Output(VertexState state, string line)
    {
        line = Redact(line);
        state.Keep(line);
        Log(state, line);
        Tell(state, (image, step) => new BuildEvent.StepOutput(image, step, line));
    }

    private void ReadStatus(SolveStatus.Status part)
    {
        if (!_vertices.TryGetValue(part.Vertex, out var state))
        {
            return;
        }

        if (part.IsCompleted)
        {
            state.Exported.Add(part.Id);
        }
        else if (part.Total > 0)
        {
            var id = part.Id.StartsWith("sha256:", StringComparison.Ordinal) && part.Id.Length > 19 ? part.Id[7..19] : part.Id;
            Passing(state, $"{id} {part.Current / 1e6:0.0} of {part.Total / 1e6:0.0} MB");
        }
    }

    /// <summary>Tells what will be overtaken soon, at most once a second, and never in the log.</summary>
    private void Passing(VertexState state, string text)
    {
        var now = _clock.GetUtcNow();
        if (now - state.LastPassing >= PassingEvery)
        {
            state.LastPassing = now;
            Tell(state, (image, step) => new BuildEvent.StepOutput(image, step, text));
        }
    }

    private void ReadWarning(SolveStatus.Warning warning)
    {
        // The vertex of a finding is one of the client's session that no status tells of; the Dockerfile comes with it.
        var image = _vertices.GetValueOrDefault(warning.Vertex)?.Image ?? _request.Targets.FirstOrDefault(t => IsSource(t, warning.Source))?.Name;
        if (warning.Text.Length > 0 && warned.Add((image, warning.Text)))
        {
            var dockerfile = _request.Targets.FirstOrDefault(t => t.Name == image)?.Dockerfile;
            var place = dockerfile is null ? "" : warning.Line > 0 ? $"{dockerfile}:{warning.Line}: " : $"{dockerfile}: ";
            _progress.Report(new BuildEvent.Warning(image, place + warning.Text.Replace($" (line {warning.Line})", "")));
        }
    }

    private static bool IsSource(SolveTarget target, string source) =>
        source.Length > 0 && (target.DockerfileText == source || (target.UseBuiltInFrontend && BuiltInFrontend.WithoutSyntax(target.DockerfileText) == source));

    private void Tell(VertexState state, Func<string, BuildStep, BuildEvent> happened)
    {
        if (state.Image is { } image)
        {
            _progress.Report(happened(image, state.Step));
        }
    }

    private void Log(VertexState state, string text)
    {
        if (state.Image is { } image)
        {
            _logs?.Write(image, state.Step, text);
        }
    }
}
