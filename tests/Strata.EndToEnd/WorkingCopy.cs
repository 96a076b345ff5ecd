using System.Collections.Immutable;
using System.Text;
using Strata.Engine.Hosts;

namespace Strata.EndToEnd;

/// <summary>A clone of the working tree in a folder of its own, with a home of its own: what a newcomer has.</summary>
public sealed class WorkingCopy : IDisposable
{
    private readonly LocalHost _host = new();

    private WorkingCopy(string directory, string home)
    {
        Directory = directory;
        Home = home;
    }

    /// <summary>The clone's root.</summary>
    public string Directory { get; }

    /// <summary>HOME of every command that runs here.</summary>
    public string Home { get; }

    /// <summary>Variables of one test, over all others.</summary>
    public ImmutableDictionary<string, string?> More { get; set; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>What differs from the tests' own environment.</summary>
    public ImmutableDictionary<string, string?> Environment => ImmutableDictionary<string, string?>.Empty
        .Add("HOME", Home)
        .Add("XDG_STATE_HOME", null)
        .Add("XDG_CACHE_HOME", null)
        .Add("STRATA_PACKAGES", null)
        .Add("MSBUILDDISABLENODEREUSE", "1")
        .Add("DOCKER_HOST", null)
        .Add("DOCKER_CONFIG", null)
        .SetItems(More);

    /// <summary>The repository that the tests belong to.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Copies what git tracks or would track.</summary>
    /// <param name="home">A home to share with other copies, so that the engine is fetched once; null for an empty one.</param>
    /// <param name="isQuickToCompile">Leave out what makes calls faster and takes half a minute to compile.</param>
    public static async Task<WorkingCopy> CreateAsync(string? home = null, bool isQuickToCompile = true)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("strata-copy-").FullName;
        var copy = new WorkingCopy(directory, home ?? System.IO.Directory.CreateTempSubdirectory("strata-home-").FullName);
        var files = new StringBuilder();
        await copy._host.RunAsync(
            new Command("git", "ls-files", "--cached", "--others", "--exclude-standard") { WorkingDirectory = Repository },
            line => files.AppendLine(line.Text), CancellationToken.None);
        foreach (var file in files.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(f => File.Exists(Path.Combine(Repository, f))))
        {
            var target = Path.Combine(directory, file);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(Repository, file), target);
        }

        if (isQuickToCompile)
        {
            System.IO.Directory.CreateDirectory(Path.Combine(directory, ".nuke", "temp"));
            File.WriteAllText(Path.Combine(directory, ".nuke", "temp", "ahead"), "plain\n");
        }

        return copy;
    }

    /// <summary>Another clone with the same files, in a folder of its own; the compiled build program is taken over, what builds remember is not.</summary>
    /// <param name="home">The other clone's home.</param>
    public WorkingCopy Duplicate(string home)
    {
        var copy = new WorkingCopy(System.IO.Directory.CreateTempSubdirectory("strata-copy-").FullName, home);
        var compiled = Path.Combine(".nuke", "temp", "compiled");
        string[] kept = [compiled, Path.Combine(".nuke", "temp", "packages"), Path.Combine(".nuke", "temp", "ahead")];
        foreach (var path in System.IO.Directory.EnumerateFiles(Directory, "*", SearchOption.AllDirectories))
        {
            var file = Path.GetRelativePath(Directory, path);
            if (!file.StartsWith(".nuke/temp/", StringComparison.Ordinal) || kept.Contains(file))
            {
                var target = Path.Combine(copy.Directory, file);
                System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(path, target);
            }
        }

        copy.Edit(compiled, Directory, copy.Directory);
        return copy;
    }

    /// <summary>Gives another folder the compiled build program, and nothing else.</summary>
    public void CopyProgram(string folder)
    {
        var temp = Path.Combine(".nuke", "temp");
        var files = new[] { "compiled", "packages", "ahead" }.Select(f => Path.Combine(Directory, temp, f)).Where(File.Exists)
            .Concat(System.IO.Directory.EnumerateFiles(Path.Combine(Directory, "build", "bin"), "*", SearchOption.AllDirectories));
        foreach (var path in files)
        {
            var target = Path.Combine(folder, Path.GetRelativePath(Directory, path));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }

        var compiled = Path.Combine(folder, temp, "compiled");
        File.WriteAllText(compiled, File.ReadAllText(compiled).Replace(Directory, folder, StringComparison.Ordinal));
    }

    /// <summary>Sets variables, until the result is disposed.</summary>
    public IDisposable Borrow(params ReadOnlySpan<(string Name, string Value)> variables)
    {
        var before = new Variables(this, More);
        foreach (var (name, value) in variables)
        {
            More = More.SetItem(name, value);
        }

        return before;
    }

    /// <summary>Runs <c>./build.sh</c> to its end.</summary>
    public async Task<CallResult> BuildAsync(params string[] arguments) => await BuildAsync(CancellationToken.None, null, arguments);

    /// <summary>Runs <c>./build.sh</c>; lines are also handed on as they come.</summary>
    public async Task<CallResult> BuildAsync(CancellationToken cancellation, Action<string>? onLine, params string[] arguments)
    {
        var (output, error) = (new StringBuilder(), new StringBuilder());
        var command = new Command(Path.Combine(Directory, "build.sh"), [.. arguments])
        {
            WorkingDirectory = Directory,
            InterruptFirst = true,
            GracePeriod = TimeSpan.FromSeconds(30),
            Environment = Environment,
        };
        var exitCode = await _host.RunAsync(command, line =>
        {
            (line.IsError ? error : output).AppendLine(line.Text);
            onLine?.Invoke(line.Text);
        }, cancellation);
        return new CallResult(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Replaces text in a file of the clone; the text has to be there.</summary>
    public void Edit(string file, string old, string replacement)
    {
        var path = Path.Combine(Directory, file);
        var text = File.ReadAllText(path);
        Assert.That(text, Does.Contain(old), $"{file} has changed: mend this test's edit");
        File.WriteAllText(path, text.Replace(old, replacement));
    }

    /// <inheritdoc />
    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    private static string FindRepository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Strata.slnx")))
            directory = directory.Parent ?? throw new InvalidOperationException("the tests run outside the repository");
        return directory.FullName;
    }

    private sealed class Variables(WorkingCopy copy, ImmutableDictionary<string, string?> before) : IDisposable
    {
        public void Dispose() => copy.More = before;
    }
}

/// <summary>How a call ended.</summary>
public sealed record CallResult(int ExitCode, string Output, string Error)
{
    /// <summary>Both streams, for messages of failed assertions.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}
