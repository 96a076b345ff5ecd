using System.Collections.Immutable;
using Strata.Engine.Hosts;

namespace Strata.Testing.Hosts;

/// <summary>What a scripted host answers to a command.</summary>
/// <param name="ExitCode">0-255.</param>
/// <param name="Lines">What it prints, in order.</param>
public sealed record ScriptedAnswer(int ExitCode, params ImmutableArray<OutputLine> Lines)
{
    /// <summary>After its lines the command goes on until it is cancelled.</summary>
    public bool Hangs { get; init; }

    /// <summary>Lines on standard output and exit code 0.</summary>
    public static ScriptedAnswer Prints(params string[] lines) => new(0, [.. lines.Select(l => new OutputLine(l, false))]);

    /// <summary>Lines on standard error and that exit code.</summary>
    public static ScriptedAnswer Fails(int exitCode, params string[] lines) => new(exitCode, [.. lines.Select(l => new OutputLine(l, true))]);
}
