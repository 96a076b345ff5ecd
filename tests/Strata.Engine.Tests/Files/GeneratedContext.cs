using System.Collections.Immutable;
using System.Runtime.Versioning;
using Strata.Dockerfiles;
using Strata.Engine.Files;
using Strata.Graph;
using Strata.Oci;
using Strata.Planning;

namespace Strata.Engine.Tests.Files;

/// <summary>A build context of a seed: folders, files, links, an ignore file and a Dockerfile; the same seed gives the same one.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class GeneratedContext
{
    private static readonly string[] Names = ["a", "b", "ab", "a.py", "b.py", ".git", ".env", "node_modules", "README.md", "x y", "é", "[a]", "a.b.c"];
    private static readonly string[] Atoms =
    [
        "a", "b", "ab", "*", "**", "?", "a*", "*b", "*.py", "?.py", "[ab]", "[^a]", ".git", ".env", "node_modules", "README.md", "*.*", ".*", "x y", "é", "\\a", "a.b.c", "a?", "**b", "a**", ".", "..",
        "[a-b]*", "\\[a\\]", "*[!a]", "{a,b}", "a|b", "(a)", "a+", "^a", "a$",
    ];

    private static readonly string[] Copies =
    [
        "COPY . /x", "COPY a /x", "COPY a* /x/", "COPY a/b /x", "COPY */b /x/", "COPY a/* b* /x/", "COPY a/../b* /x/", "COPY /a /x", "COPY [ab]* /x/", "COPY --link ? /x/", "ADD a* /x/",
        "ARG D=a\nCOPY $D* /x/", "ENV D=a E=${D:-b}\nCOPY ${E}* /x/", "ONBUILD COPY a /x", "COPY \"a*\" /x/", "COPY **/*.py /x/", "COPY a*/ /x/", "COPY \\[a\\] /x", "COPY $NONE* /x/", "COPY ./?/./* /x/",
        "COPY --exclude=*.py . /x/", "COPY --exclude=b --exclude=!b/a . /x/", "ADD --exclude=**/a a* /x/", "COPY --exclude=** --exclude=!**/*.py . /x/", "COPY --chmod=644 a* /x/",
        "COPY [\"x y\", \"a*\", \"/x/\"]", "COPY a b ab /x/", "ADD --link a b* /x/", "COPY --link --exclude=*.py ?/ /x/", "COPY <<here a* <<there /x/\nheredoc\nhere\nheredoc\nthere", $"COPY --from={Other} a* b /x/",
        "COPY */*/* /x/", "COPY [^.]* /x/", "ADD . /x/",
    ];

    private static readonly string[] Named = [Tools, Other];

    // Bind mounts of the context; the program comes with the base.
    private static readonly string[] Mounts =
    [
        "RUN --network=none --mount=type=bind,source=a,target=/m [\"/busybox\", \"true\"]", "RUN --network=none --mount=target=/m [\"/busybox\", \"true\"]", "RUN --network=none --mount=type=bind,source=a/b,target=/m,ro [\"/busybox\", \"true\"]",
        "ARG D=b\nRUN --network=none --mount=type=bind,src=$D,dst=/m [\"/busybox\", \"true\"]",
    ];

    private readonly Random _random;
    private readonly Content _content;

    public GeneratedContext(string root, int seed, Content content)
    {
        Root = root;
        _content = content;
        _random = new Random(seed);
        Directory.CreateDirectory(root);
        Fill(root, 0);
        WriteIgnore();

        // A source that is not there is an error in BuildKit, which ends all builds of a bake.
        string[] copies = content == Content.Whole ? ["COPY" + Excludes() + " . /x"]
            : Enumerable.Range(0, 40).Select(_ => Pick(content == Content.Steps && _random.Next(8) == 0 ? Mounts : Copies)).Where(IsThere).Take(4).Select((c, i) => c.Replace("/x", $"/x{i}")).ToArray();
        // Copied, since steps on a folder that is a base itself are never cached.
        var tools = content == Content.Steps ? $"COPY --from={Tools} /busybox /busybox\n" : "";
        Dockerfile = $"FROM scratch AS base\n{tools}COPY <<E /id\n{root}\nE\nFROM base\n{string.Join('\n', copies)}\n";
        File.WriteAllText(Path.Combine(root, "Dockerfile"), Dockerfile);
    }

    /// <summary>What a generated Dockerfile is for.</summary>
    public enum Content
    {
        /// <summary>One instruction that copies all.</summary>
        Whole,

        /// <summary>Some instructions with sources of all kinds; a file's content is its path.</summary>
        Sources,

        /// <summary>The same, and commands that mount the context.</summary>
        Steps,
    }

    /// <summary>Where steps take their program from; what bakes it puts a folder with a static busybox there.</summary>
    public const string Tools = "tools:1";

    /// <summary>Another named context, with files of the same names as here; none of them counts.</summary>
    public const string Other = "other:1";

    /// <summary>What is in the files that do not come from the build context.</summary>
    public const string Foreign = "heredoc";

    public string Root { get; }

    public string Dockerfile { get; }

    public string Ignore { get; private set; } = "";

    public override string ToString() => $"{Root}\n--- Dockerfile\n{Dockerfile}--- ignore\n{Ignore}\n---\n{string.Join('\n', Listing(Root))}";

    public async Task<InputManifest> CollectAsync()
    {
        var image = new ImageDefinition { Name = "x", Target = "X", Dockerfile = "Dockerfile" };
        image = image with { Upstreams = [.. Named.Where(n => Dockerfile.Contains(n)).Select(n => Upstream.Image($"docker.io/library/{n.Split(':')[0]}", "1").FromDebian("trixie"))] };
        var graph = ImageGraph.Create([image], new DiskFileTree(Root), Supply.Hub);
        var collector = new FingerprintCollector(Root, FileHashCache.Open(Path.Combine(Root, "..", "none")), Platform.Default);
        return (await collector.CollectAsync(graph, ["x"], (_, _) => "sha256:0", CancellationToken.None))["x"];
    }

    /// <summary>Changes something, or nothing that counts; gives its name.</summary>
    public string Edit()
    {
        var all = Walk(Root)
            .Where(p => Path.GetFileName(p) is not ("Dockerfile" or ".dockerignore" or "Dockerfile.dockerignore")).Order(StringComparer.Ordinal).ToArray();
        var files = all.Where(p => new FileInfo(p) is { Exists: true, LinkTarget: null }).ToArray();
        var links = all.Where(p => new FileInfo(p).LinkTarget is not null).ToArray();
        switch (_random.Next(10))
        {
            case 0 when files.Length > 0:
                var changed = Pick(files);
                File.WriteAllText(changed, File.ReadAllText(changed).ToUpperInvariant() + "!");
                return "write " + changed;
            case 1 when files.Length > 0:
                var flipped = Pick(files);
                File.SetUnixFileMode(flipped, File.GetUnixFileMode(flipped) ^ (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute));
                return "chmod " + flipped;
            case 2 when files.Length > 0:
                var touched = Pick(files);
                File.SetLastWriteTimeUtc(touched, DateTime.UnixEpoch.AddDays(_random.Next(10_000)));
                return "touch " + touched;
            case 3 when files.Length > 0:
                var gone = Pick(files);
                File.Delete(gone);
                return "delete " + gone;
            case 4 when links.Length > 0:
                var link = Pick(links);
                File.Delete(link);
                File.CreateSymbolicLink(link, Pick(Names));
                return "link " + link;
            case 5:
                var folders = all.Where(p => new DirectoryInfo(p) is { Exists: true, LinkTarget: null }).Append(Root).ToArray();
                var folder = Path.Combine(Pick(folders), "new");
                Directory.CreateDirectory(folder);
                return "mkdir " + folder;
            case 6:
                WriteIgnore();
                return "ignore";
            case 7:
                var folderOfNew = all.Where(p => new DirectoryInfo(p) is { Exists: true, LinkTarget: null }).Append(Root).ToArray();
                var added = Path.Combine(Pick(folderOfNew), Pick(Names) + "2");
                if (!Path.Exists(added))
                {
                    File.WriteAllText(added, "added");
                }

                return "add " + added;
            default:
                return "nothing";
        }
    }

    /// <summary>Paths below a folder with what they are, links not followed.</summary>
    public static IEnumerable<string> Listing(string folder) => !Directory.Exists(folder) ? [] :
        Walk(folder)
            .Select(p => Path.GetRelativePath(folder, p) + (new FileInfo(p).LinkTarget is { } target ? $" -> {target}" : Directory.Exists(p) ? "/" : ""))
            .Order(StringComparer.Ordinal);

    // The framework's own recursion would follow links.
    private static IEnumerable<string> Walk(string folder) => Directory.EnumerateFileSystemEntries(folder)
        .SelectMany(p => new DirectoryInfo(p) is { Exists: true, LinkTarget: null } ? Walk(p).Prepend(p) : [p]);

    private void Fill(string folder, int depth)
    {
        foreach (var name in Names.Where(_ => _random.Next(100) < 40).ToArray())
        {
            var path = Path.Combine(folder, name);
            switch (_random.Next(10))
            {
                case < 4 when depth < 3:
                    Directory.CreateDirectory(path);
                    Fill(path, depth + 1);
                    break;
                case 4:
                    File.CreateSymbolicLink(path, _random.Next(3) switch { 0 => Pick(Names), 1 => "../" + Pick(Names), _ => "/" + Pick(Names) });
                    break;
                default:
                    var text = $"{name} {_random.Next(3)}";
                    File.WriteAllText(path, _content == Content.Sources ? Path.GetRelativePath(Root, path) : text);
                    File.SetUnixFileMode(path, (UnixFileMode)(_random.Next(3) == 0 ? 0b111_101_101 : 0b110_100_100));
                    break;
            }
        }
    }

    private void WriteIgnore()
    {
        var lines = Enumerable.Range(0, _random.Next(6)).Select(_ => Pattern()).Where(IsAllowed).ToArray();
        Ignore = (_random.Next(8) == 0 ? "\uFEFF" : "") + string.Concat(lines.Select(l => l + (_random.Next(4) == 0 ? "\r\n" : "\n")));
        var beside = Path.Combine(Root, "Dockerfile.dockerignore");
        File.Delete(beside);
        if (_random.Next(4) == 0)
        {
            File.WriteAllText(beside, Ignore);
            File.WriteAllText(Path.Combine(Root, ".dockerignore"), "*");
        }
        else
        {
            File.WriteAllText(Path.Combine(Root, ".dockerignore"), Ignore);
        }
    }

    // With excludes, BuildKit does not find such files again.
    private bool HasOddNames => Walk(Root).Any(p => Path.GetFileName(p) is "[a]" or "é");

    // Patterns that need no quotes.
    private string Excludes() => string.Concat(Enumerable.Range(0, _random.Next(3) == 0 && !HasOddNames ? 1 + _random.Next(3) : 0)
        .Select(_ => Pattern().Trim()).Where(p => p.Length > 0 && !p.AsSpan().ContainsAny(" #\\'\"$") && IsAllowed(p)).Select(p => $" --exclude={p}"));

    private bool IsThere(string copies)
    {
        if (copies.Contains("--exclude") && HasOddNames)
        {
            return false;
        }

        var file = DockerfileParser.Parse($"FROM scratch\n{copies}\n", "Dockerfile");
        var references = DockerfileReferences.Resolve(file, ImmutableDictionary<string, string>.Empty, Platform.Default);
        var reads = ContextReads.Find(file, references, ImmutableDictionary<string, string>.Empty, Platform.Default);
        return reads.All(r => (Plain(r.Path) is "" || Found(r).Values.Any(f => f.Kind != TreeEntryKind.Link)) && Found(r).Values.All(LeadsSomewhere)) && !Collides(reads);
    }

    // What several sources bring to one name has to be of one kind.
    private bool Collides(ImmutableArray<ContextRead> reads)
    {
        var isFolder = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var read in reads)
        {
            var depth = read.Path.Length == 0 ? 0 : read.Path.Split('/').Length;
            var found = Found(read);
            foreach (var (path, file) in found)
            {
                var parts = path.Split('/');
                var start = string.Join('/', parts.Take(depth));
                var isStartFolder = depth == 0 || found.GetValueOrDefault(start)?.Kind == TreeEntryKind.Directory;
                var landed = string.Join('/', parts.Skip(isStartFolder ? depth : depth - 1));
                if (landed.Length > 0 && !isFolder.TryAdd(landed, file.Kind == TreeEntryKind.Directory) && isFolder[landed] != (file.Kind == TreeEntryKind.Directory))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string Plain(string path) => string.Join('/', path.Split('/').TakeWhile(p => !GoPath.HasWildcards(p)));

    private bool LeadsSomewhere(ContextFile file) =>
        file.Kind != TreeEntryKind.Link || Found(new ContextRead(file.Path, false)).Values.Any(f => f.Kind != TreeEntryKind.Link);

    private Dictionary<string, ContextFile> Found(ContextRead read)
    {
        var files = new Dictionary<string, ContextFile>(StringComparer.Ordinal);
        new ContextTree(Root, "", DockerIgnore.Parse(Ignore, "x")).Collect(read, files);
        return files;
    }

    private static bool IsAllowed(string pattern)
    {
        try
        {
            DockerIgnore.Parse(pattern, "x");
            return true;
        }
        catch (DefinitionException)
        {
            return false;
        }
    }

    private string Pattern()
    {
        var text = string.Join('/', Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => Pick(Atoms)));
        text = _random.Next(8) switch { 0 => "/" + text, 1 => text + "/", 2 => " " + text + " ", _ => text };
        return _random.Next(10) switch { < 3 => "!" + text, 3 => "# " + text, 4 => "", _ => text };
    }

    private T Pick<T>(T[] of) => of[_random.Next(of.Length)];
}
