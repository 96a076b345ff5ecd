using System.Collections.Immutable;
using System.Text;
using Strata.Engine.Hosts;

namespace Strata.EndToEnd;

/// <summary>A clone of the working tree in a folder of its own, with a home of its own: what a newcomer has.</summary>
public sealed class WorkingCopy : IDisposable
{
    private const string Temp = ".nuke/temp/";

    private readonly LocalHost _host = new();

    private readonly bool _ownsHome;

    private WorkingCopy(string? home)
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("strata-copy-").FullName;
        Home = home ?? System.IO.Directory.CreateTempSubdirectory("strata-home-").FullName;
        _ownsHome = home is null;
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
        .Add("STRATA_COMPILE", null)
        .Add("MSBUILDDISABLENODEREUSE", "1")
        .Add("DOCKER_HOST", null)
        .Add("DOCKER_CONFIG", null)
        .SetItems(More);

    /// <summary>Copies what git tracks or would track; nothing is compiled.</summary>
    /// <param name="home">The home; null for an empty one, which goes with the copy.</param>
    public static async Task<WorkingCopy> CreateAsync(string? home)
    {
        var copy = new WorkingCopy(home);
        var files = await copy._host.RequireAsync(
            new Command("git", "ls-files", "--cached", "--others", "--exclude-standard") { WorkingDirectory = Repository.Root }, CancellationToken.None);
        foreach (var file in files.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(f => File.Exists(Path.Combine(Repository.Root, f))))
        {
            CopyFile(Repository.Root, file, copy.Directory);
        }

        return copy;
    }

    /// <summary>Another clone with the same files, in a folder of its own; the compiled build program is taken over, what builds remember is not.</summary>
    /// <param name="home">The other clone's home; null for an empty one, which goes with it.</param>
    public WorkingCopy Duplicate(string? home = null)
    {
        var copy = new WorkingCopy(home) { More = More };
        CopyTo(copy.Directory, f => !f.StartsWith(Temp, StringComparison.Ordinal));
        CopyStamp(copy.Directory);
        return copy;
    }

    /// <summary>Gives another folder the compiled build program, and nothing else.</summary>
    public void CopyProgram(string folder)
    {
        CopyTo(folder, f => f.StartsWith("build/bin/", StringComparison.Ordinal));
        CopyStamp(folder);
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

    /// <summary>A file's text.</summary>
    public string Read(string file) => File.ReadAllText(Path.Combine(Directory, file));

    /// <summary>Replaces text in a file of the clone; the text has to be there.</summary>
    public void Edit(string file, string old, string replacement)
    {
        File.WriteAllText(Path.Combine(Directory, file), Clones.Edited(Read(file), (old, replacement)));
    }

    /// <summary>Writes files, until the result is disposed.</summary>
    /// <param name="files">Their names, relative to the root, and their texts.</param>
    public IDisposable Write(params ReadOnlySpan<(string File, string Text)> files)
    {
        var before = new Restored();
        foreach (var (file, text) in files)
        {
            var path = Path.Combine(Directory, file);
            before.Files.Add((path, File.Exists(path) ? File.ReadAllText(path) : null));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        return before;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        System.IO.Directory.Delete(Directory, recursive: true);
        if (_ownsHome)
        {
            System.IO.Directory.Delete(Home, recursive: true);
        }
    }

    private void CopyTo(string folder, Predicate<string> isWanted)
    {
        foreach (var file in System.IO.Directory.EnumerateFiles(Directory, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(Directory, p)).Where(f => isWanted(f)))
        {
            CopyFile(Directory, file, folder);
        }
    }

    // What the script and the program keep of a compilation; the stamp says where the program is.
    private void CopyStamp(string folder)
    {
        foreach (var file in new[] { "compiled", "packages", "ahead", "completion" }.Select(f => Temp + f).Where(f => File.Exists(Path.Combine(Directory, f))))
        {
            CopyFile(Directory, file, folder);
        }

        var stamp = Path.Combine(folder, Temp, "compiled");
        File.WriteAllText(stamp, File.ReadAllText(stamp).Replace(Directory, folder, StringComparison.Ordinal));
    }

    private static void CopyFile(string from, string file, string to)
    {
        var target = Path.Combine(to, file);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Combine(from, file), target);
    }

    private sealed class Restored : IDisposable
    {
        public List<(string Path, string? Text)> Files { get; } = [];

        public void Dispose()
        {
            foreach (var (path, text) in Files)
            {
                if (text is null)
                {
                    File.Delete(path);
                }
                else
                {
                    File.WriteAllText(path, text);
                }
            }
        }
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
