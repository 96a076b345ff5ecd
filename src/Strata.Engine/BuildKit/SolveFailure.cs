using System.Text.RegularExpressions;

namespace Strata.Engine.BuildKit;

/// <summary>Words for what failed: Dockerfile line, command, exit code, last lines.</summary>
internal static partial class SolveFailure
{
    private const int LongestCommand = 100;

    /// <summary>The problem of a step that failed.</summary>
    public static Problem OfStep(SolveTarget target, string logDirectory, VertexState vertex)
    {
        var error = vertex.Error ?? "";
        var place = vertex.Line > 0 ? $"{target.Dockerfile}:{vertex.Line}" : target.Dockerfile;
        var command = Short(vertex.Name.Text);
        var exit = ExitCode().Match(error);
        var what = exit.Success ? $"{command} exited with code {exit.Groups[1].Value}" : $"{command} failed: {error}";
        var next = exit.Groups[1].Value == "137" ? "it was killed, most often for want of memory; " : "";
        return new Problem(place, what, $"{next}the whole log is {ImageLogs.PathOf(logDirectory, target.Name)}", Excerpt(vertex.Tail));
    }

    /// <summary>The problem that bake's own last words tell, when they name a target; null when they do not.</summary>
    public static (string Image, Problem Problem)? OfMessages(SolveRequest request, IEnumerable<string> messages)
    {
        var all = messages.ToList();
        var error = all.Select(m => Error().Match(m)).LastOrDefault(m => m.Success);
        if (error is null || IsCancelled(error.Value) || IsLostJob(error.Value))
        {
            return null;
        }

        var target = request.Targets.FirstOrDefault(t => t.Name == error.Groups["target"].Value) ?? (request.Targets.Length == 1 ? request.Targets[0] : null);
        if (target is null)
        {
            return null;
        }

        var line = ErrorLine().Match(error.Groups["what"].Value) is { Success: true } told
            ? told
            : all.Select(m => SourceLine().Match(m)).LastOrDefault(m => m.Success);
        var place = line is null ? target.Dockerfile : $"{target.Dockerfile}:{line.Groups[1].Value}";
        var excerpt = all.Where(m => Source().IsMatch(m)).ToList();
        return (target.Name, new Problem(place, error.Groups["what"].Value, null, Excerpt(excerpt)));
    }

    /// <summary>Bake's last error in one line; null when it printed none.</summary>
    public static string? LastError(IEnumerable<string> messages) =>
        messages.Select(m => Error().Match(m)).LastOrDefault(m => m.Success)?.Groups["what"].Value;

    /// <summary>Whether an error says that the engine lost a job, as it does when it is asked for very many at once, an export whose solve was ended, or a name that another build has just given: no image's fault, and gone when it is solved again.</summary>
    /// <remarks>https://github.com/docker/buildx/issues/3810; a registry or a content store that fails says "failed to get status" as well.</remarks>
    public static bool IsLostJob(string error) => LostJob().IsMatch(error);

    /// <summary>Whether an error says that the cache knows a step whose files are gone: no image's fault, and gone when the step is solved without the cache.</summary>
    /// <remarks>https://github.com/moby/buildkit/pull/6808: builds at once may leave such a step, and each build that meets it fails until it is pruned.</remarks>
    public static bool IsLostStep(string error) => LostStep().IsMatch(error);

    private static bool IsCancelled(string error) => error.Contains("context canceled", StringComparison.Ordinal);

    private static string? Excerpt(IEnumerable<string> lines) => string.Join('\n', lines) is { Length: > 0 } text ? text : null;

    private static string Short(string command)
    {
        var line = DockerfileStep.Normalize(command);
        return line.Length <= LongestCommand ? line : line[..(LongestCommand - 4)] + " ...";
    }

    [GeneratedRegex(@"exit code: (\d+)")]
    private static partial Regex ExitCode();

    [GeneratedRegex(@"\AERROR: (?:target (?<target>[A-Za-z0-9_-]+): )?(?:failed to solve: )?(?<what>.+)\z", RegexOptions.Singleline)]
    private static partial Regex Error();

    [GeneratedRegex(@"no such job \w|failed to (?:get|receive) status: rpc error: code = Canceled |failed to get status: error getting writer status: EOF\z|image ""[^""\s]+"": already exists\z")]
    private static partial Regex LostJob();

    [GeneratedRegex(@"snapshot \w+ does not exist: not found")]
    private static partial Regex LostStep();

    [GeneratedRegex(@"on line (\d+)")]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"\A[^\s:]*Dockerfile[^\s:]*:(\d+)\z")]
    private static partial Regex SourceLine();

    [GeneratedRegex(@"\A\s*\d+ \|")]
    private static partial Regex Source();
}
