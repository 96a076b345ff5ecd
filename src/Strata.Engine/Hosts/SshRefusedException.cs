using System.Collections.Immutable;

namespace Strata.Engine.Hosts;

/// <summary>The client ended before it had a connection; says why in words for users.</summary>
internal sealed class SshRefusedException(int exitCode, ImmutableArray<string> said) : Exception
{
    /// <summary>sshd dropped us among others; it may take us a moment later.</summary>
    internal bool IsBusy => Says("kex_exchange_identification:") || Says("Connection reset by") || Says("Not allowed at this time");

    /// <summary>Nobody has told the client which key the host has.</summary>
    internal bool IsUnknownHost => Says("host key is known for") && !IsChangedHost;

    private bool IsChangedHost => Says("REMOTE HOST IDENTIFICATION HAS CHANGED") || Says("has changed and you have requested strict checking");

    /// <summary>The problem; asks the client for the settings that it goes by.</summary>
    internal async Task<Problem> ExplainAsync(SshTarget target, SshOptions options, CancellationToken cancellation)
    {
        var settings = await SettingsAsync(target, options, cancellation).ConfigureAwait(false);
        var host = settings.GetValueOrDefault("hostname", target.Host);
        var port = settings.GetValueOrDefault("port", "22");
        var user = settings.GetValueOrDefault("user", target.User ?? "");
        var known = settings.GetValueOrDefault("hostkeyalias", port == "22" ? host : $"[{host}]:{port}");
        var last = said.LastOrDefault(l => l.Trim().Length > 0)?.Trim().TrimEnd('.');
        return this switch
        {
            { IsChangedHost: true } => Because(
                "its host key is not the one that is known: somebody may be in between", $"if the host was set up anew: ssh-keygen -R {ShellQuote.Quote(known)}, then compare its fingerprint with 'ssh {target}'"),
            { IsUnknownHost: true } => Because(
                "its host key is not known", $"compare its fingerprint with 'ssh {target}' at a terminal; in CI put the key into known_hosts from a secret"),
            _ when Says("REVOKED HOST KEY") || Says("is revoked") => Because("its host key is marked as revoked", "connect to no host that shows it"),
            _ when Says("Permission denied") => Because($"refuses the login of '{user}' with any of the keys", "ssh-copy-id your key to it, or ssh-add the one that it knows"),
            _ when Says("Could not resolve hostname") => Because($"there is no host '{host}'", "check its name, or the Host entry of your ssh config"),
            { IsBusy: true } => Because("drops new connections", "see MaxStartups of its sshd and its log"),
            _ when exitCode != 255 => Because("its login shell runs no command of ours", "see what 'ssh HOST true' says", last),
            _ => Because(last is null ? $"ssh exited with code {exitCode}" : $"cannot be connected to: {last}", $"see whether 'ssh {target}' works"),
        };

        Problem Because(string what, string next, string? excerpt = null) => new(target.ToString(), what, next, excerpt);
    }

    private static async Task<Dictionary<string, string>> SettingsAsync(SshTarget target, SshOptions options, CancellationToken cancellation)
    {
        var output = await new LocalHost().CaptureAsync(new Command(options.Program, ["-G", .. SshConnection.Words(target, options)]), cancellation).ConfigureAwait(false);
        return output.Lines.Where(l => !l.IsError).Select(l => l.Text.Split(' ', 2)).Where(p => p.Length == 2).DistinctBy(p => p[0]).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
    }

    private bool Says(string text) => said.Any(l => l.Contains(text, StringComparison.Ordinal));
}
