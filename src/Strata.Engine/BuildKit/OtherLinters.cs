using System.Collections.Immutable;
using System.Text.Json;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Graph;
using Strata.Linting;

namespace Strata.Engine.BuildKit;

/// <summary>Asks hadolint and BuildKit's own checks about Dockerfiles, where they are there: nothing is installed or started for them.</summary>
/// <param name="host">Where they run.</param>
/// <param name="root">The repository root on the host.</param>
/// <param name="scratch">A folder for what BuildKit is given; made when it is needed.</param>
public sealed class OtherLinters(IBuildHost host, string root, string scratch)
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What hadolint finds; nothing where there is no hadolint.</summary>
    public async Task<ImmutableArray<Finding>> HadolintAsync(ImageGraph graph, CancellationToken cancellation)
    {
        if (ProgramPath.Find("hadolint", root, Environment.GetEnvironmentVariable("PATH")) is null)
        {
            return [];
        }

        var findings = new List<Finding>();
        foreach (var dockerfile in graph.Images.Select(i => graph.Inputs(i).Dockerfile).DistinctBy(d => d.Path))
        {
            var output = await host.CaptureAsync(new Command("hadolint", "--no-fail", "--format", "json", dockerfile.Path) { WorkingDirectory = root }, cancellation).ConfigureAwait(false);
            findings.AddRange(Read(output, text => ForeignFindings.OfHadolint(text, dockerfile)));
        }

        return [.. findings];
    }

    /// <summary>What BuildKit's checks find; nothing from an engine that does not answer.</summary>
    public async Task<ImmutableArray<Finding>> BuildKitAsync(ImageGraph graph, EngineConnection engine, CancellationToken cancellation)
    {
        if (engine.Socket is not { } socket || await EngineSocket.AskAsync(socket, Patience, cancellation).ConfigureAwait(false) is null)
        {
            return [];
        }

        // Whatever a Dockerfile starts from is an empty folder here: the checks look at the Dockerfile alone.
        var empty = Directory.CreateDirectory(Path.Combine(scratch, "empty")).FullName;
        var found = new ImmutableArray<Finding>[graph.Images.Length];
        await Parallel.ForAsync(0, graph.Images.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (i, token) =>
        {
            var inputs = graph.Inputs(graph.Images[i]);
            var path = Path.Combine(scratch, $"{graph.Images[i].Name}.Dockerfile");
            await File.WriteAllTextAsync(path, BuiltInFrontend.WithoutSyntax(inputs.Dockerfile.Text) ?? inputs.Dockerfile.Text, token).ConfigureAwait(false);
            ImmutableArray<string> words =
            [
                "buildx", "build", "--call=check,format=json", "--file", path,
                .. inputs.BuildArgs.SelectMany(a => new[] { "--build-arg", $"{a.Key}={a.Value}" }),
                .. inputs.Contexts.SelectMany(c => new[] { "--build-context", $"{c.Key}={empty}" }),
                .. graph.Images[i].Stage is { } stage ? new[] { "--target", stage } : [],
                empty,
            ];
            var output = await host.CaptureAsync(new Command(engine.Docker, words) { Environment = engine.Environment }, token).ConfigureAwait(false);
            found[i] = Read(output, text => ForeignFindings.OfBuildKit(text, inputs.Dockerfile));
        }).ConfigureAwait(false);
        return [.. found.SelectMany(f => f).DistinctBy(f => (f.Rule.Id, f.Path, f.Span, f.What))];
    }

    // What an older version prints in another form is no reason for ours to fail.
    private static ImmutableArray<Finding> Read(CommandOutput output, Func<string, ImmutableArray<Finding>> read)
    {
        try
        {
            return read(output.Output);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return [];
        }
    }
}
