using Strata.Dockerfiles;
using Strata.Graph;
using Strata.Oci;

namespace Strata.Engine.Files;

/// <summary>The files of the repository that builds read; each directory is read once, whoever asks. Not for several threads.</summary>
/// <param name="root">The repository root on this machine; absolute.</param>
/// <param name="graph">The images.</param>
/// <param name="platform">What is built for.</param>
internal sealed class ContextFiles(string root, ImageGraph graph, Platform platform)
{
    private readonly DiskFileTree _tree = new(root);

    // Contexts that ignore the same are the same tree.
    private readonly Dictionary<(string Context, string Ignore), ContextTree> _contexts = [];
    private readonly Dictionary<string, string?> _texts = new(StringComparer.Ordinal);

    /// <summary>What the image's instructions can read of its build context, by path.</summary>
    /// <exception cref="DefinitionException">A <c>.dockerignore</c> is malformed.</exception>
    /// <exception cref="StrataException">A directory cannot be read.</exception>
    public IReadOnlyDictionary<string, ContextFile> Of(ImageInputs inputs)
    {
        var files = new Dictionary<string, ContextFile>(StringComparer.Ordinal);
        var reads = ContextReads.Find(inputs.Dockerfile, inputs.References!, inputs.BuildArgs, platform, stage => TriggersOf(inputs, stage));
        try
        {
            foreach (var read in reads)
            {
                Context(inputs.Image).Collect(read, files);
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StrataException(ExitCode.BuildFailed, new Problem($"image '{inputs.Image.Name}'", $"its build context cannot be read: {e.Message}", "make it readable, or ignore it in .dockerignore"));
        }

        return files;
    }

    /// <summary>The ignore file that counts for the image; null when there is none.</summary>
    public string? IgnoreFile(ImageDefinition image)
    {
        var beside = DockerIgnore.BesideDockerfile(image.Dockerfile);
        var general = Combine(image.Context, DockerIgnore.FileName);
        return Text(beside) is not null ? beside : Text(general) is not null ? general : null;
    }

    /// <summary>Instructions (ONBUILD) that parents in the graph leave for the image's stages.</summary>
    public IEnumerable<Instruction> Triggers(ImageInputs inputs) => inputs.References!.Stages.SelectMany(s => TriggersOf(inputs, s));

    private IEnumerable<Instruction> TriggersOf(ImageInputs inputs, Stage stage)
    {
        var from = inputs.References!.Externals.FirstOrDefault(e => e.Kind == ReferenceKind.From && e.Stage.Index == stage.Index);
        var source = from is null ? null : inputs.Contexts.FirstOrDefault(c => c.Key == from.Reference.ContextKey)?.Source;
        return source is ImageSource.Parent { Image: var parent } && graph.Inputs(graph.Get(parent)).References is { } below
            ? below.Target.Instructions.OfType<OnbuildInstruction>().Select(o => o.Trigger)
            : [];
    }

    private ContextTree Context(ImageDefinition image)
    {
        var ignoreFile = IgnoreFile(image);
        var text = ignoreFile is null ? "" : Text(ignoreFile)!;
        var context = Combine(image.Context, "");
        if (!_contexts.TryGetValue((context, text), out var tree))
        {
            var ignored = DockerIgnore.Parse(text, ignoreFile ?? DockerIgnore.FileName);
            tree = new ContextTree(Path.Combine(_tree.Root, context).TrimEnd('/'), context.Length == 0 ? "" : context + "/", ignored);
            _contexts.Add((context, text), tree);
        }

        return tree;
    }

    private string? Text(string path)
    {
        if (!_texts.TryGetValue(path, out var text))
        {
            text = _tree.Find(path)?.Kind switch
            {
                TreeEntryKind.File => _tree.ReadText(path),

                // BuildKit follows the link, which may not leave the context.
                TreeEntryKind.Link when File.Exists(Path.Combine(_tree.Root, path)) => File.ReadAllText(Path.Combine(_tree.Root, path)),
                _ => null,
            };
            _texts.Add(path, text);
        }

        return text;
    }

    private static string Combine(string context, string name) => GoPath.BelowRoot($"{context}/{name}");
}
