using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Testing.BuildKit;

/// <summary>Solves graphs in memory, with the failures that a test scripts; what an image is follows from its target and its parents.</summary>
public sealed class ScriptedEngine : IBuildEngine
{
    private readonly HashSet<string> failing = new(StringComparer.Ordinal);
    private readonly List<SolveRequest> requests = [];

    /// <summary>Awaited before each solve does anything, so that a test can hold it.</summary>
    public Func<SolveRequest, Task> SolveStarting { get; set; } = _ => Task.CompletedTask;

    /// <summary>Awaited after an image was exported, so that a test can hold the rest of the solve; null: nothing is told of exports.</summary>
    public Func<string, Task>? Exported { get; set; }

    /// <summary>Set when the engine is gone: each solve fails with exit code 4.</summary>
    public bool IsLost { get; set; }

    /// <summary>The requests so far.</summary>
    public IReadOnlyList<SolveRequest> Requests => requests;

    /// <summary>Lets images fail; of those in one solve the first does, the others are cancelled, as with bake.</summary>
    public ScriptedEngine Fail(params string[] images)
    {
        failing.UnionWith(images);
        return this;
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<ImageResult>> SolveAsync(SolveRequest request, IBuildProgress progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (requests)
        {
            requests.Add(request);
        }

        await SolveStarting(request).WaitAsync(cancellation).ConfigureAwait(false);
        if (IsLost)
        {
            throw new StrataException(ExitCode.Unreachable, new Problem("scripted engine", "is gone"));
        }

        var failed = request.Targets.FirstOrDefault(t => failing.Contains(t.Name) || HasMissingFile(t));
        foreach (var target in request.Targets)
        {
            var step = new BuildStep("", 1, 1, "COPY . /");
            progress.Report(new BuildEvent.StepStarted(target.Name, step));
            progress.Report(new BuildEvent.StepFinished(target.Name, step, TimeSpan.FromSeconds(1), false, target == failed ? "exit code: 1" : null));
            if (Exported is not null && target != failed && !request.Ancestors(target.Name).Any(a => a == failed))
            {
                progress.Report(new BuildEvent.ImageExported(target.Name, Digest(request, target), TimeSpan.FromSeconds(1), 1, 0));
                await Exported(target.Name).WaitAsync(cancellation).ConfigureAwait(false);
            }
        }

        if (failed is null)
        {
            return [.. request.Targets.Select(t => Built(request, t))];
        }

        return [.. request.Targets.Select(t => t == failed
            ? (ImageResult)new ImageFailed(t.Name, new Problem($"{t.Dockerfile}:2", "COPY . / exited with code 1", null, "last line"))
            : new ImageNotBuilt(t.Name, request.Ancestors(t.Name).Contains(failed) ? $"{failed.Name} failed" : $"cancelled because {failed.Name} failed"))];
    }

    private static bool HasMissingFile(SolveTarget target) => target.DockerfileText.Contains("COPY missing ", StringComparison.Ordinal);

    private static ImageBuilt Built(SolveRequest request, SolveTarget target) =>
        new(target.Name, target.Tags[0], Digest(request, target), TimeSpan.FromSeconds(1), Layers(request, target), 1, 0);

    private static string Digest(SolveRequest request, SolveTarget target) => Hash(string.Join('\n', Layers(request, target)) + string.Join('\n', target.Labels));

    private static ImmutableArray<LayerSize> Layers(SolveRequest request, SolveTarget target)
    {
        var parent = target.Contexts.Values.OfType<ContextSource.Target>().Select(p => request.Targets.First(t => t.Name == p.Name)).FirstOrDefault();
        var own = new LayerSize(Hash(target.DockerfileText + string.Join('\n', target.Args)), 10);
        return parent is null ? [own] : [.. Layers(request, parent), own];
    }

    private static string Hash(string text) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
