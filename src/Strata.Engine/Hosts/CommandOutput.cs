using System.Collections.Immutable;

namespace Strata.Engine.Hosts;

/// <summary>What a command printed and ended with.</summary>
/// <param name="ExitCode">0-255.</param>
/// <param name="Lines">Both streams, in the order in which they came.</param>
public sealed record CommandOutput(int ExitCode, ImmutableArray<OutputLine> Lines)
{
    /// <summary>Standard output as one text with '\n' between lines.</summary>
    public string Output => string.Join('\n', Lines.Where(l => !l.IsError).Select(l => l.Text));

    /// <summary>The last lines of both streams, for an error's excerpt; null when it printed nothing.</summary>
    public string? LastLines(int count = 10) => Lines.IsEmpty ? null : string.Join('\n', Lines.TakeLast(count).Select(l => l.Text));
}
