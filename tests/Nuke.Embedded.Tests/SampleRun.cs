using System.Diagnostics;
using Nuke.Embedded.Tests.Samples;

namespace Nuke.Embedded.Tests;

/// <summary>A sample build, run to its end as a program of its own in a repository of its own.</summary>
public sealed class SampleRun
{
    private SampleRun(int exitCode, string output, string errors, string root)
    {
        ExitCode = exitCode;
        Output = output;
        Errors = errors;
        Root = root;
    }

    public int ExitCode { get; }

    public string Output { get; }

    public string Errors { get; }

    public string All => Output + Errors;

    public string Root { get; }

    /// <summary>Names of the actions in the order in which they ran.</summary>
    public string Ran => string.Join(" ", After("ran "));

    /// <summary>The rest of each line that starts so.</summary>
    public IEnumerable<string> After(string start) => Output.Split('\n').Where(l => l.StartsWith(start, StringComparison.Ordinal)).Select(l => l[start.Length..].TrimEnd());

    public string Status(string target) => After($"status {target} ").SingleOrDefault();

    public string Value(string parameter) => After($"value {parameter} = ").SingleOrDefault();

    public static SampleRun Of<T>(params string[] arguments)
        where T : SampleBuild => With<T>([], arguments);

    /// <param name="environment">Pairs as <c>NAME=value</c>; a name with <c>/</c> is a file under the root and its text.</param>
    /// <param name="arguments">The command line.</param>
    public static SampleRun With<T>(string[] environment, params string[] arguments)
        where T : SampleBuild
    {
        var root = Directory.CreateTempSubdirectory("nuke-sample-").FullName;
        try
        {
            using var process = Start<T>(root, environment, arguments);
            return End(process, root);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    public static Process Start<T>(string root, string[] environment, params string[] arguments)
    {
        Directory.CreateDirectory(Path.Combine(root, ".nuke"));
        var start = new ProcessStartInfo("dotnet", [typeof(SampleRun).Assembly.Location, .. arguments])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("NUKE", StringComparison.Ordinal) || k is "GITHUB_ACTIONS" or "GITLAB_CI" or "ROOT" or "TARGET").ToList())
            start.Environment.Remove(name);
        start.Environment["SAMPLE"] = typeof(T).Name;
        start.Environment["NUKE_TELEMETRY_OPTOUT"] = "1";
        foreach (var pair in environment)
        {
            var name = pair[..pair.IndexOf('=')];
            var value = pair[(name.Length + 1)..];
            if (name.Contains('/'))
                File.WriteAllText(Path.Combine(root, name), value);
            else
                start.Environment[name] = value;
        }

        return Process.Start(start);
    }

    public static SampleRun End(Process process, string root, string read = "")
    {
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = read + process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new SampleRun(process.ExitCode, output, errors.Result, root);
    }
}
