using Nuke.Common;
using Strata.Targets.Components;

namespace Strata.Targets;

/// <summary>Where data goes: standard output. A call that asks for data gets nothing else there; what Nuke prints goes to standard error.</summary>
internal static class DataOutput
{
    private static TextWriter? _claimed;

    /// <summary>Standard output, even while all else is turned away from it.</summary>
    public static TextWriter Writer => _claimed ?? System.Console.Out;

    /// <summary>Keeps standard output for data, until the process ends.</summary>
    public static void Claim()
    {
        if (_claimed is null)
        {
            _claimed = System.Console.Out;
            System.Console.SetOut(System.Console.Error);
        }
    }

    /// <summary>Keeps standard output for data when the call asks for data that programs read.</summary>
    public static void ClaimIfAsked(INukeBuild build, IEnumerable<string> words)
    {
        var asksForScript = build is IComplete && words.TakeWhile(w => !w.StartsWith('-')).Contains(nameof(IComplete.Completion), StringComparer.OrdinalIgnoreCase);
        if (asksForScript || (build as IHazFormat)?.Format is { } format && !format.Equals("text", StringComparison.OrdinalIgnoreCase))
        {
            Claim();
        }
    }
}
