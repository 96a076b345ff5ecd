using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

/// <summary>Runs the dotnet command that runs this build.</summary>
internal static class DotNet
{
    /// <summary>Runs <c>dotnet</c> with the console as its own.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path(), arguments) { WorkingDirectory = directory };
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Runs <c>dotnet</c> and throws when it fails.</summary>
    /// <exception cref="InvalidOperationException">It ended with another exit code than 0.</exception>
    public static void Check(string directory, params string[] arguments)
    {
        if (Run(directory, arguments) is not 0 and var code)
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments.Take(2))} ended with exit code {code}");
    }

    private static readonly Dictionary<string, string> Variables = new()
    {
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
    };

    private static string Path() =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
        : Environment.ProcessPath is { } path && System.IO.Path.GetFileNameWithoutExtension(path) == "dotnet" ? path
        : "dotnet";
}
