using System.Diagnostics;

namespace Strata.Benchmarks;

/// <summary>A whole command that builds a generated repository.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its words.</param>
/// <param name="Environment">Variables over our own.</param>
internal sealed record Contender(string Name, string FileName, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Runs the command to its end.</summary>
    /// <returns>Seconds from start to end, as a user waits.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public double Measure(string directory)
    {
        var start = new ProcessStartInfo(FileName, Arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        clock.Stop();
        return process.ExitCode == 0
            ? clock.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"{Name} ended with exit code {process.ExitCode}:\n{output}\n{error.Result}");
    }
}
