using System.Collections.Immutable;

namespace Strata.Engine.Hosts;

/// <summary>What any build host can do on top of running commands.</summary>
public static class BuildHostExtensions
{
    /// <summary>Runs a short command and keeps what it prints.</summary>
    /// <exception cref="StrataException">The program cannot be started (exit code 4).</exception>
    public static async Task<CommandOutput> CaptureAsync(this IBuildHost host, Command command, CancellationToken cancellation)
    {
        var lines = ImmutableArray.CreateBuilder<OutputLine>();
        var exitCode = await host.RunAsync(command, lines.Add, cancellation).ConfigureAwait(false);
        return new CommandOutput(exitCode, lines.ToImmutable());
    }

    /// <summary>Runs a command that has to succeed; what it printed stands in the error when it does not.</summary>
    /// <exception cref="StrataException">It ended with another code than 0, or cannot be started (exit code 4).</exception>
    public static async Task<CommandOutput> RequireAsync(this IBuildHost host, Command command, CancellationToken cancellation)
    {
        var output = await host.CaptureAsync(command, cancellation).ConfigureAwait(false);
        if (output.ExitCode != 0)
        {
            throw new StrataException(
                ExitCode.Unreachable,
                new Problem(CommandLine.Render(command), $"exited with code {output.ExitCode}", Excerpt: output.LastLines()));
        }
        return output;
    }
}
