using Strata.Dockerfiles;
using Strata.Graph;
using Strata.Oci;
using Strata.Planning;

namespace Strata.Engine.Files;

/// <summary>Collects what images are made of: their definitions, Dockerfiles, upstreams, parents and the files that their builds can read.</summary>
/// <param name="root">The repository root on this machine; relative to the current directory.</param>
/// <param name="hashes">Remembers hashes of files; the caller saves it.</param>
/// <param name="platform">What is built for; null for linux/amd64.</param>
public sealed class FingerprintCollector(string root, FileHashCache hashes, Platform? platform = null)
{
    private readonly Platform _platform = platform ?? Platform.Default;

    /// <summary>The manifests of images and all that they stand on; images that the graph's supply cannot carry have none.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="images">Names of images or targets.</param>
    /// <param name="upstreamDigests">The digest of an upstream in the graph's supply, for a platform or for all (null); null when it is not known.</param>
    /// <param name="cancellation">Ends the collection.</param>
    /// <exception cref="DefinitionException">An image or the digest of an upstream is not known, or a <c>.dockerignore</c> is malformed.</exception>
    /// <exception cref="StrataException">A file or directory cannot be read.</exception>
    public async Task<IReadOnlyDictionary<string, InputManifest>> CollectAsync(
        ImageGraph graph, IEnumerable<string> images, Func<Upstream, Platform?, string?> upstreamDigests, CancellationToken cancellation)
    {
        var wanted = Wanted(graph, images);
        var contexts = new ContextFiles(Path.GetFullPath(root), graph, _platform);
        var files = wanted.ToDictionary(i => i.Image.Name, contexts.Of, StringComparer.Ordinal);
        var all = files.Values.SelectMany(f => f.Values).DistinctBy(f => f.Path, StringComparer.Ordinal).ToArray();
        var found = await HashesAsync(all, cancellation).ConfigureAwait(false);
        var values = all.Zip(found, Value).ToDictionary(StringComparer.Ordinal);
        var manifests = new Dictionary<string, InputManifest>(StringComparer.Ordinal);
        foreach (var inputs in wanted)
        {
            cancellation.ThrowIfCancellationRequested();
            var declared = DeclaredInputs.Find(inputs, graph.Supply, _platform, upstreamDigests, contexts.Triggers(inputs));
            var parents = inputs.Contexts.Select(c => c.Source).OfType<ImageSource.Parent>().Select(p => p.Image).Distinct(StringComparer.Ordinal);
            manifests.Add(inputs.Image.Name, new InputManifest(
            [
                .. declared,
                .. parents.Select(p => new InputEntry(InputKind.Parent, p, manifests[p].Fingerprint.Hex)),
                .. files[inputs.Image.Name].Keys.Select(path => new InputEntry(InputKind.File, path, values[path])),
            ]));
        }

        return manifests;
    }

    /// <summary>All that building exactly these images reads, with the content's hashes: what another machine has to have to build them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="images">Names of images or targets; their parents are not taken in.</param>
    /// <param name="cancellation">Ends the collection.</param>
    /// <exception cref="DefinitionException">An image is not known, or a <c>.dockerignore</c> is malformed.</exception>
    /// <exception cref="StrataException">A file or directory cannot be read.</exception>
    public async Task<IReadOnlyList<BuildFile>> FilesAsync(ImageGraph graph, IEnumerable<string> images, CancellationToken cancellation)
    {
        var place = Path.GetFullPath(root);
        var contexts = new ContextFiles(place, graph, _platform);
        var files = new Dictionary<string, ContextFile>(StringComparer.Ordinal);
        foreach (var inputs in images.Select(graph.Get).Distinct().Select(graph.Inputs).Where(i => i.References is not null))
        {
            foreach (var (path, file) in contexts.Of(inputs))
            {
                files[path] = file;
            }

            // The context's own directory has to be there also when nothing is read of it.
            IEnumerable<string?> beside = [inputs.Image.Dockerfile, contexts.IgnoreFile(inputs.Image), inputs.Image.Context];
            foreach (var path in beside.OfType<string>().Select(p => GoPath.BelowRoot(p)))
            {
                AddBeside(path);
            }
        }

        ContextFile[] sorted = [.. files.Values.Where(f => f.Path.Length > 0)];
        Array.Sort(sorted, (a, b) => string.CompareOrdinal(a.Path, b.Path));
        var found = await HashesAsync(sorted, cancellation).ConfigureAwait(false);
        return
        [
            .. sorted.Zip(found, (f, hash) => new BuildFile(f.Path, f.Kind, (int)(f.ModeBits & 0xFFF), f.Place)
            {
                Hash = hash,
                LinkTarget = f.LinkTarget,
                Size = f.Status.IsFile ? f.Status.Size : 0,
            }),
        ];

        // A link is worth nothing without what it leads to; one that leads out of the repository is told by the sync.
        void AddBeside(string path)
        {
            while (path.Length > 0 && !files.ContainsKey(path) && Path.Combine(place, path) is var full && FileStatus.Find(full) is { } status)
            {
                var file = files[path] = new ContextFile(path, full, status, status.IsLink ? new FileInfo(full).LinkTarget : null);
                var target = file.LinkTarget is null ? "" : Path.GetRelativePath(place, Path.Combine(Path.GetDirectoryName(full)!, file.LinkTarget)).Replace('\\', '/');
                path = target.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(target) ? "" : target;
            }
        }
    }

    private static ImageInputs[] Wanted(ImageGraph graph, IEnumerable<string> images)
    {
        HashSet<string> wanted = new(StringComparer.Ordinal);
        var waiting = new Stack<ImageDefinition>(images.Select(graph.Get));
        while (waiting.TryPop(out var image))
        {
            if (wanted.Add(image.Name))
            {
                foreach (var parent in graph.Parents(image))
                {
                    waiting.Push(parent);
                }
            }
        }

        return [.. graph.Images.Where(i => wanted.Contains(i.Name)).Select(graph.Inputs).Where(i => i.References is not null)];
    }

    private static KeyValuePair<string, string> Value(ContextFile file, string? hash) =>
        new(file.Path, hash is not null ? $"{file.Mode} {hash}" : file.LinkTarget is { } target ? $"{file.Mode} {target}" : file.Mode);

    /// <summary>Hashes in the files' order; null for what is no regular file.</summary>
    private async Task<string?[]> HashesAsync(ContextFile[] files, CancellationToken cancellation)
    {
        var found = Array.ConvertAll(files, f => f.Status.IsFile ? hashes.Find(f) : null);
        int[] unknown = [.. Enumerable.Range(0, files.Length).Where(i => found[i] is null && files[i].Status.IsFile)];
        if (unknown.Length > 0)
        {
            await Parallel.ForEachAsync(unknown, cancellation, async (i, token) => found[i] = await HashAsync(files[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        }

        return found;
    }

    private async ValueTask<string> HashAsync(ContextFile file, CancellationToken cancellation)
    {
        try
        {
            return await hashes.HashAsync(file, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StrataException(ExitCode.BuildFailed, new Problem(file.Path, $"cannot be read: {e.Message}", "make it readable, or ignore it in .dockerignore"));
        }
    }
}
