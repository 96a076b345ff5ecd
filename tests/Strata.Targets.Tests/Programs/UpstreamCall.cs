using System.Diagnostics;
using System.Text;

namespace Strata.Targets.Tests.Programs;

/// <summary>Calls of <see cref="UpstreamBuild"/> in a repository of their own.</summary>
internal sealed class UpstreamCall : IDisposable
{
    private readonly string _registry;

    public UpstreamCall(string registry)
    {
        _registry = registry;
        Root = Directory.CreateTempSubdirectory("strata-upstream-").FullName;
        Home = Directory.CreateTempSubdirectory("strata-home-").FullName;
        Write(".nuke/parameters.json", "{}");
        Write("docker/base/Dockerfile", $"FROM {registry}/library/python:3.12\n");
        Write("docker/web/Dockerfile", "FROM base\n");
        Write("docker/alone/Dockerfile", "FROM scratch\nCOPY docker/alone/Dockerfile /\n");
    }

    /// <summary>The repository.</summary>
    public string Root { get; }

    /// <summary>The user's home.</summary>
    public string Home { get; }

    /// <summary>Hears each line that a call prints.</summary>
    public Action<string> OnLine { get; set; } = _ => { };

    public void Write(string file, string text)
    {
        var path = Path.Combine(Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>Runs the build to its end.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyDictionary<string, string?>? variables, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(UpstreamCall).Assembly.Location, .. words])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = Home;

        // The packaged Nuke colours what it prints, and writes to the project of who lets it send telemetry.
        start.Environment["TERM"] = "dumb";
        start.Environment["NUKE_TELEMETRY_OPTOUT"] = "1";
        start.Environment[UpstreamBuild.RegistryVariable] = _registry;
        foreach (var (name, value) in variables ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }

    private async Task<string> ReadAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line)
        {
            text.AppendLine(line);
            OnLine(line);
        }

        return text.ToString();
    }

    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        Directory.Delete(Home, recursive: true);
    }
}
