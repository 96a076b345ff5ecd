using System.Collections.Immutable;
using Strata.Dockerfiles;

namespace Strata.Graph;

/// <summary>A lock of Python packages that building an image reads.</summary>
/// <param name="Tool">What writes it: <c>uv</c> or <c>poetry</c>.</param>
/// <param name="Path">The file, relative to the repository root.</param>
/// <param name="Place">Where the Dockerfile reads it, as <c>path:line</c>.</param>
public sealed record DependencyLock(string Tool, string Path, string Place)
{
    private const string Remedy = "run ./build.sh LockDependencies where PyPI answers, and commit it";

    private static readonly ImmutableDictionary<string, string> Tools = ImmutableDictionary<string, string>.Empty.Add("uv.lock", "uv").Add("poetry.lock", "poetry");

    /// <summary>The folder of the lock and of the project that it is of, relative to the repository root.</summary>
    public string Folder => Path.LastIndexOf('/') is > 0 and var slash ? Path[..slash] : ".";

    /// <summary>The locks that the stages read which the graph's supply builds, each once; empty where the supply cannot carry the image.</summary>
    public static ImmutableArray<DependencyLock> Find(ImageInputs inputs) =>
    [
        .. from stage in inputs.References?.Stages ?? []
           from instruction in stage.Instructions
           from source in Sources(instruction)
           let name = source[(source.LastIndexOf('/') + 1)..]
           where Tools.ContainsKey(name) && !source.Contains('$')
           group instruction by Combine(inputs.Image.Context, source) into reads
           select new DependencyLock(Tools[reads.Key[(reads.Key.LastIndexOf('/') + 1)..]], reads.Key, $"{inputs.Image.Dockerfile}:{reads.First().Span.StartLine}"),
    ];

    /// <summary>Whose lock is not there, each with its place and what to do.</summary>
    public static IEnumerable<Problem> Missing(IEnumerable<ImageInputs> images, IFileTree files) =>
        images.SelectMany(i => Find(i)).Where(l => files.Find(l.Path) is null).Select(l => new Problem(l.Place, $"reads '{l.Path}', which does not exist", Remedy));

    private static IEnumerable<string> Sources(Instruction instruction) => instruction switch
    {
        CopyInstruction { From: null } copy => copy.Sources.Select(s => s.Text),
        RunInstruction run => run.Mounts.Where(m => m is { Type: "bind", From: null }).Select(m => m.Source).OfType<string>(),
        _ => [],
    };

    private static string Combine(string context, string path) =>
        context.TrimEnd('/') is "." or "" ? path.TrimStart('/') : $"{context.TrimEnd('/')}/{path.TrimStart('/')}";
}
