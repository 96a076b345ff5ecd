using System.Text;
using System.Text.RegularExpressions;

namespace Strata.Engine.BuildKit;

/// <summary>Puts chunks of output together to lines as a terminal would show them at the end.</summary>
internal sealed partial class LogLines
{
    private const int Longest = 64 * 1024;

    private readonly List<byte> _rest = [];

    /// <summary>What a progress bar shows now: the last part of the unfinished line that a carriage return ended; null when there is none.</summary>
    public string? Bar
    {
        get
        {
            var text = Encoding.UTF8.GetString([.. _rest]);

            // A carriage return at the very end may be half of a line end.
            var end = text.Length < 2 ? -1 : text.LastIndexOf('\r', text.Length - 2);
            return end > 0 && Clean(text[..end]) is { Length: > 0 } bar ? bar : null;
        }
    }

    /// <summary>Takes a chunk and gives the lines that it ends.</summary>
    public IEnumerable<string> Add(byte[] chunk)
    {
        var lines = new List<string>();
        foreach (var b in chunk)
        {
            if (b == '\n' || _rest.Count >= Longest)
            {
                lines.Add(Take());
            }

            if (b != '\n')
            {
                _rest.Add(b);
            }
        }

        return lines;
    }

    /// <summary>The line that never ended; null when there is none.</summary>
    public string? Flush() => _rest.Count == 0 ? null : Take() is { Length: > 0 } line ? line : null;

    private string Take()
    {
        var line = Clean(Encoding.UTF8.GetString([.. _rest]));
        _rest.Clear();
        return line;
    }

    private static string Clean(string text)
    {
        var parts = Control().Replace(text, "").Split('\r', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 ? "" : parts[^1].TrimEnd();
    }

    // Escape sequences (CSI, OSC, two-character ones), then what is left of control characters, tabs and carriage returns excepted.
    [GeneratedRegex(@"\x1B(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1B]*(?:\x07|\x1B\\)|[@-Z\\-_])|[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]")]
    private static partial Regex Control();
}
