using System.Text;
using System.Text.Json;

namespace Strata.Benchmarks;

/// <summary>A repository with a generated graph: base-runtime, base-ml on it, and services on base-ml, each of 20 small files.</summary>
/// <remarks>Strata builds it through its own build.sh, the peer through a bake file that says the same.</remarks>
internal sealed class GeneratedRepository
{
    private const int FilesPerImage = 20;

    private GeneratedRepository(string root, int images)
    {
        Root = root;
        Images = images;
    }

    public string Root { get; }

    public int Images { get; }

    /// <summary>The images' names, parents first.</summary>
    public IEnumerable<string> Names => ["base-runtime", "base-ml", .. Enumerable.Range(1, Images - 2).Select(i => $"svc-{i:0000}")];

    public string BakeFile => Path.Combine(Root, "peer-bake.json");

    /// <summary>A shell script that builds the same images one by one with <c>$DOCKER build</c>, as teams do that have no graph.</summary>
    public string Script => Path.Combine(Root, "peer-build.sh");

    /// <summary>Writes the repository.</summary>
    /// <param name="root">An empty folder.</param>
    /// <param name="source">The repository that Strata itself is taken from.</param>
    /// <param name="images">At least 3.</param>
    public static GeneratedRepository Create(string root, string source, int images)
    {
        var repository = new GeneratedRepository(root, images);
        foreach (var part in new[] { "build", "src", "build.sh", "global.json", "Directory.Build.props", "Directory.Packages.props" })
        {
            Copy(Path.Combine(source, part), Path.Combine(root, part));
        }

        Directory.CreateDirectory(Path.Combine(root, ".nuke"));
        File.WriteAllText(Path.Combine(root, ".dockerignore"), ".git\n.nuke\n**/bin\n**/obj\nbuild\nsrc\n");
        foreach (var name in repository.Names)
        {
            repository.WriteImage(name);
        }

        repository.WriteTargets();
        repository.WriteBakeFile();
        repository.WriteScript();
        return repository;
    }

    /// <summary>Changes one file that an image copies.</summary>
    public void Touch(string image) =>
        File.WriteAllText(Path.Combine(Root, "services", image, "file00.txt"), $"{image} {Guid.NewGuid():N}\n");

    /// <summary>The name of an image's parent; null for the first.</summary>
    private static string? ParentOf(string image) => image switch
    {
        "base-runtime" => null,
        "base-ml" => "base-runtime",
        _ => "base-ml",
    };

    private void WriteImage(string name)
    {
        var files = Directory.CreateDirectory(Path.Combine(Root, "services", name)).FullName;
        for (var i = 0; i < FilesPerImage; i++)
        {
            File.WriteAllText(Path.Combine(files, $"file{i:00}.txt"), $"{name} {i} {new string('x', 500)}\n");
        }

        var dockerfile = Directory.CreateDirectory(Path.Combine(Root, "docker", name)).FullName;
        File.WriteAllText(Path.Combine(dockerfile, "Dockerfile"), $"FROM {ParentOf(name) ?? "scratch"}\nCOPY services/{name} /app/{name}\n");
    }

    private void WriteTargets()
    {
        var text = new StringBuilder("using Nuke.Common;\nusing Strata.Targets.Images;\n\ninternal partial class Build\n{\n");
        foreach (var name in Names)
        {
            var parent = ParentOf(name) is { } p ? $".From({TargetOf(p)})" : "";
            text.Append($"    private Target {TargetOf(name)} => _ => _.Image(i => i.Name(\"{name}\"){parent});\n");
        }

        File.WriteAllText(Path.Combine(Root, "build", "Build.Images.cs"), text.Append("}\n").ToString());
    }

    private void WriteBakeFile()
    {
        var targets = Names.ToDictionary(name => name, name => new
        {
            context = Root,
            dockerfile = $"docker/{name}/Dockerfile",
            contexts = ParentOf(name) is { } parent ? new Dictionary<string, string> { [parent] = $"target:{parent}" } : [],
            tags = new[] { $"peer-{name}:bench" },
            output = new[] { "type=docker" },
            attest = new[] { "type=provenance,disabled=true" },
        });
        File.WriteAllText(BakeFile, JsonSerializer.Serialize(new { group = new { @default = new { targets = Names } }, target = targets }));
    }

    private void WriteScript() => File.WriteAllLines(Script, Names.Select(name =>
    {
        var context = ParentOf(name) is { } parent ? $" --build-context {parent}=docker-image://script-{parent}:bench" : "";
        return $"$DOCKER build --quiet{context} --provenance=false --tag script-{name}:bench --file docker/{name}/Dockerfile . > /dev/null";
    }));

    private static string TargetOf(string name) =>
        string.Concat(name.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    /// <summary>Copies a file, or a folder without what was compiled.</summary>
    public static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var entry in Directory.EnumerateFileSystemEntries(from).Where(e => Path.GetFileName(e) is not ("bin" or "obj")))
        {
            Copy(entry, Path.Combine(to, Path.GetFileName(entry)));
        }
    }
}
