using System.Formats.Tar;
using System.Globalization;
using Strata.Engine.BuildKit;

namespace Strata.Engine.Tests.BuildKit;

/// <summary>A build context on disk, with a place for logs and private files; deleted at the end.</summary>
internal sealed class TestTree : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("strata-test-").FullName;

    public TestTree()
    {
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(Scratch);

        // No other tree's, so that no step comes out of the cache of another test.
        File.WriteAllText(Path.Combine(Root, "file"), directory);
    }

    public string Root => Path.Combine(directory, "root");

    public string Logs => Path.Combine(directory, "logs");

    public string Scratch => Path.Combine(directory, "scratch");

    /// <summary>Writes the Dockerfiles and gives the request.</summary>
    public SolveRequest Request(params SolveTarget[] targets)
    {
        foreach (var target in targets)
        {
            var path = Path.Combine(Root, target.Dockerfile);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, target.DockerfileText);
        }

        return new SolveRequest([.. targets], Root, Logs);
    }

    /// <summary>Puts a static busybox into the context.</summary>
    public async Task AddBusyboxAsync() =>
        File.Copy(await DebianTool.FindAsync("busybox-static", "bin/busybox"), Path.Combine(Root, "busybox"), overwrite: true);

    /// <summary>Paths of an image's files, all its layers together, ordered.</summary>
    public async Task<string[]> FilesOfAsync(string reference)
    {
        var files = await ContentsOfAsync(reference);
        return [.. files.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>An image's files with their text, all its layers together.</summary>
    public async Task<Dictionary<string, string>> ContentsOfAsync(string reference)
    {
        var archive = Path.Combine(directory, $"{Guid.NewGuid():N}.tar");
        var container = await EngineUnderTest.ReadAsync("create", reference, "none");
        await EngineUnderTest.ReadAsync("export", "-o", archive, container);
        await EngineUnderTest.ReadAsync("rm", container);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var tar = new TarReader(File.OpenRead(archive));
        while (await tar.GetNextEntryAsync(copyData: true) is { } entry)
        {
            if (entry is { EntryType: TarEntryType.RegularFile, DataStream: { } data })
            {
                files[entry.Name] = await new StreamReader(data).ReadToEndAsync();
            }
        }

        // What every container gets.
        foreach (var name in files.Keys.Where(n => n is ".dockerenv" || n.StartsWith("etc/", StringComparison.Ordinal) || n.StartsWith("dev/", StringComparison.Ordinal)).ToList())
        {
            files.Remove(name);
        }

        return files;
    }

    /// <summary>All processes of this machine.</summary>
    public static IEnumerable<(int Id, string Line)> Processes()
    {
        foreach (var process in Directory.GetDirectories("/proc").Where(d => Path.GetFileName(d).All(char.IsAsciiDigit)))
        {
            string line;
            try
            {
                line = File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
            }
            catch (IOException)
            {
                // It ended meanwhile.
                continue;
            }

            yield return (int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture), line);
        }
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
