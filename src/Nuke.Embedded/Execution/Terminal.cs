namespace Nuke.Common.Execution;

/// <summary>A developer's machine.</summary>
public class Terminal : Host
{
    /// <summary>Always, when no other host is.</summary>
    public static bool IsRunningTerminal => true;
}
