using Strata.Engine.Hosts;

namespace Strata.SshNet;

/// <summary>Asks a person at the terminal whether a host's key is the right one.</summary>
internal static class HostKeyQuestion
{
    /// <summary>Whether it is; then it stands in the user's known_hosts.</summary>
    internal static async Task<bool> AskAsync(SshTarget target, SshSettings settings, HostKey key, CancellationToken cancellation)
    {
        if (settings.KnownHostsFiles is not [var file, ..])
        {
            return false;
        }
        Console.Error.Write($"{target}: the key of '{settings.KnownName}' is not known: {SshAgent.TypeOf(key.Blob)} {key.Fingerprint}\nis it the right one (yes/no)? ");
        var answer = await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellation).ConfigureAwait(false);
        if (answer?.Trim().ToLowerInvariant() != "yes")
        {
            return false;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var before = File.Exists(file) ? await File.ReadAllTextAsync(file, cancellation).ConfigureAwait(false) : "";
        var separator = before.Length == 0 || before.EndsWith('\n') ? "" : "\n";
        await File.AppendAllTextAsync(file, $"{separator}{KnownHosts.LineOf(settings.KnownName, key)}\n", cancellation).ConfigureAwait(false);
        return true;
    }
}
