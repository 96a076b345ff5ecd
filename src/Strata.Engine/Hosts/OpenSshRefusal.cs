using System.Collections.Immutable;

namespace Strata.Engine.Hosts;

/// <summary>What the OpenSSH client said when it ended before it had a connection.</summary>
/// <param name="ExitCode">The client's.</param>
/// <param name="Said">Its standard error.</param>
internal sealed record OpenSshRefusal(int ExitCode, ImmutableArray<string> Said)
{
    // Clients since 9.6 keep the line about kex_exchange_identification to themselves.
    private bool IsDropped => Says("kex_exchange_identification:") || Says("Connection reset by") || Says("Not allowed at this time")
        || Said.Where(l => l.Trim().Length > 0).ToArray() is [var only] && only.StartsWith("Connection closed by ", StringComparison.Ordinal);

    // What is between us and the host ended: what was said before is of one on the way. Clients since 9.6 only say the second.
    private bool IsWayLost => Says("kex_exchange_identification:") || Says("UNKNOWN port");

    private bool IsUnknownHost => Says("host key is known for") && !IsChangedHost;

    private bool IsChangedHost => Says("REMOTE HOST IDENTIFICATION HAS CHANGED") || Says("has changed and you have requested strict checking");

    /// <summary>The same in our words.</summary>
    /// <param name="target">The host.</param>
    /// <param name="settings">What the client goes by, as <c>ssh -G</c> says it.</param>
    /// <param name="ask">Asks a person about an unknown key.</param>
    internal SshRefusedException Explain(SshTarget target, SshSettings settings, Func<CancellationToken, Task<bool>> ask)
    {
        var problem = new SshProblem(target, settings.KnownName);

        var last = Said.LastOrDefault(l => l.Trim().Length > 0)?.Trim().TrimEnd('.');
        return new SshRefusedException(this switch
        {
            { IsWayLost: true } when settings.Way is { } way => problem.NoWay(way, string.Join('\n', Said)),
            { IsChangedHost: true } => problem.KeyChanged(),
            { IsUnknownHost: true } => problem.KeyUnknown(),
            _ when Says("REVOKED HOST KEY") || Says("is revoked") => problem.KeyRevoked(),
            _ when Says("Permission denied") => problem.LoginRefused(settings.User),
            _ when ExitCode != 255 => problem.NoShell(last),

            // Where others are on the way, the last word is only that it ended.
            _ when settings.Way is { } way && last is not null => problem.NoWay(way, string.Join('\n', Said)),
            _ when Says("Could not resolve hostname") => problem.NoSuchHost(settings.HostName),
            { IsDropped: true } => problem.Busy(),
            _ => problem.Other(last is null ? $"ssh exited with code {ExitCode}" : $"cannot be connected to: {last}"),
        }) { IsBusy = settings.Way is null && IsDropped, AskAsync = IsUnknownHost ? ask : null };
    }

    private bool Says(string text) => Said.Any(l => l.Contains(text, StringComparison.Ordinal));
}
