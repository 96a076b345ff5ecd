using System.IO.Enumeration;
using Strata.Dockerfiles;

namespace Strata.Engine.Files;

/// <summary>A build context as BuildKit gets it, without what is ignored; read once, and only where it is asked for. Not for several threads.</summary>
internal sealed class ContextTree
{
    // As in the kernel: more links on one way are a circle.
    private const int MostLinks = 40;
    private readonly PathPatterns _ignored;
    private readonly Node _root;

    /// <summary>Opens a context.</summary>
    /// <param name="place">The context's directory; absolute.</param>
    /// <param name="prefix">Put before the paths of its files: "" or a path that ends with '/'.</param>
    /// <param name="ignored">What is not sent.</param>
    public ContextTree(string place, string prefix, PathPatterns ignored)
    {
        _ignored = ignored;
        _root = new Node("", new ContextFile(prefix.TrimEnd('/'), place, FileStatus.Find(place + "/.") ?? default, null), null, null);
    }

    /// <summary>Adds what is read to the set.</summary>
    public void Collect(ContextRead read, Dictionary<string, ContextFile> files)
    {
        var links = MostLinks;
        List<Node?> nodes = read.IsPattern ? [.. Matches(read.Path, files)] : [Follow(_root, read.Path, files, ref links)];
        foreach (var node in nodes)
        {
            links = MostLinks;
            if (FollowLink(node, files, ref links) is { } start)
            {
                Add(start, read, files);
            }
        }
    }

    private void Add(Node start, ContextRead read, Dictionary<string, ContextFile> files)
    {
        // BuildKit asks --parents only about what stands below: a file that '/./' stands behind is copied whatever follows.
        if (start != _root && (read.Only is null || !start.File.Status.IsDirectory))
        {
            files[start.Path] = start.File;
        }

        if (start.File.Status.IsDirectory)
        {
            AddBelow(start, "", null, null, read, files);
        }
    }

    private bool AddBelow(Node directory, string path, PathMatch? only, PathMatch? except, ContextRead read, Dictionary<string, ContextFile> files)
    {
        var any = false;
        var isWhole = read.Only is null && read.Except is null;
        foreach (var child in Children(directory).Values)
        {
            var below = isWhole || path.Length == 0 ? child.Name : $"{path}/{child.Name}";
            var included = read.Only?.Match(below, only);
            var excluded = read.Except?.Match(below, except);
            var isRead = included is not { IsMatch: false } && excluded is not { IsMatch: true };
            if (isRead)
            {
                files[child.Path] = child.File;
            }

            if (child.File.Status.IsDirectory
                && (included is not { IsMatch: false } || read.Only!.MayMatchBelow(below))
                && (excluded is not { IsMatch: true } || read.Except!.MayReleaseBelow(below))
                && AddBelow(child, below, included, excluded, read, files))
            {
                isRead = true;
                files[child.Path] = child.File;
            }

            any |= isRead;
        }

        return any;
    }

    // The part before the first wildcard follows links; behind it only directories are gone through.
    private List<Node> Matches(string pattern, Dictionary<string, ContextFile> files)
    {
        var parts = pattern.Split('/');
        var plain = parts.TakeWhile(p => !GoPath.HasWildcards(p)).Count();
        var links = MostLinks;
        List<Node> found = Follow(_root, string.Join('/', parts[..plain]), files, ref links) is { } start ? [start] : [];
        foreach (var part in parts[plain..])
        {
            found = [.. found.Where(n => n.File.Status.IsDirectory).SelectMany(n => Children(n).Values).Where(c => GoPath.Match(part, c.Name) == true)];
        }

        return found;
    }

    private Node? Follow(Node start, string path, Dictionary<string, ContextFile> files, ref int links)
    {
        var at = start;
        foreach (var part in path.Split('/'))
        {
            switch (part)
            {
                case "" or ".":
                    continue;
                case "..":
                    at = FollowLink(at, files, ref links)?.Parent ?? _root;
                    continue;
            }

            var directory = FollowLink(at, files, ref links);
            if (directory is null || !directory.File.Status.IsDirectory || !Children(directory).TryGetValue(part, out var next))
            {
                return null;
            }

            at = next;
        }

        return at;
    }

    private Node? FollowLink(Node? node, Dictionary<string, ContextFile> files, ref int links)
    {
        while (node is { File.LinkTarget: { } target })
        {
            files[node.Path] = node.File;
            if (links-- == 0)
            {
                return null;
            }

            node = Follow(target.StartsWith('/') ? _root : node.Parent ?? _root, target, files, ref links);
        }

        return node;
    }

    private Dictionary<string, Node> Children(Node directory) => directory.Children ??= ReadChildren(directory);

    private Dictionary<string, Node> ReadChildren(Node directory)
    {
        var children = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (var name in Names(directory.File.Place))
        {
            var path = directory.Parent is null ? name : $"{directory.InContext}/{name}";
            var match = _ignored.IsEmpty ? null : _ignored.Match(path, directory.Ignored);
            var isIgnored = match is { IsMatch: true };
            if (isIgnored && !_ignored.MayReleaseBelow(path))
            {
                continue;
            }

            var place = System.IO.Path.Combine(directory.File.Place, name);
            if (FileStatus.Find(place) is not { IsSocket: false } status || (isIgnored && !status.IsDirectory))
            {
                continue;
            }

            var full = _root.Path.Length == 0 ? path : $"{directory.Path}/{name}";
            var node = new Node(name, new ContextFile(full, place, status, status.IsLink ? new FileInfo(place).LinkTarget : null), directory, match) { InContext = path };

            // An ignored directory is sent when something in it is, and only then.
            if (!isIgnored || Children(node).Count > 0)
            {
                children.Add(name, node);
            }
        }

        return children;
    }

    private static IEnumerable<string> Names(string directory)
    {
        try
        {
            return [.. new FileSystemEnumerable<string>(
                directory, (ref FileSystemEntry e) => e.FileName.ToString(), new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })];
        }
        catch (DirectoryNotFoundException)
        {
            // It went after its parent was read.
            return [];
        }
    }

    private sealed class Node(string name, ContextFile file, Node? parent, PathMatch? ignored)
    {
        public string Name { get; } = name;

        public ContextFile File { get; } = file;

        public string Path => File.Path;

        public string InContext { get; init; } = "";

        public Node? Parent { get; } = parent;

        public PathMatch? Ignored { get; } = ignored;

        public Dictionary<string, Node>? Children { get; set; }
    }
}
