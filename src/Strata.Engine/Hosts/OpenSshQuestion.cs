using System.Diagnostics;

namespace Strata.Engine.Hosts;

/// <summary>Lets the client itself ask a person at the terminal whether a host's key is the right one.</summary>
internal static class OpenSshQuestion
{
    /// <summary>Whether the host is known now; the client writes the key to the user's known_hosts when it is accepted.</summary>
    internal static async Task<bool> AskAsync(SshTarget target, SshOptions options, CancellationToken cancellation)
    {
        var words = OpenSshTransport.Words(target, options, OpenSshTransport.LetPass, "StrictHostKeyChecking=ask", "ControlPath=none", "ControlMaster=no", "ConnectTimeout=15", "RemoteCommand=none", "SessionType=default", "ForwardAgent=no", "ClearAllForwardings=yes");
        // Not a session of its own: the client asks on the terminal that we have.
        using var client = Process.Start(new ProcessStartInfo(options.Program, [.. words, "exit"]) { UseShellExecute = false })!;
        try
        {
            await client.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return client.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            client.Kill();
            throw;
        }
    }
}
