using System.Net.Sockets;
using Renci.SshNet;
using Renci.SshNet.Common;
using Strata.Engine.Hosts;

namespace Strata.SshNet;

/// <summary>Connects one client of the library to one machine.</summary>
internal static class Login
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>Connects.</summary>
    /// <param name="target">What the user calls the machine.</param>
    /// <param name="settings">What the config says of it.</param>
    /// <param name="address">Where it is reached: its own name, or a port of this machine that leads there.</param>
    /// <param name="port">1-65535.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="SshRefusedException">It does not let us in.</exception>
    internal static async Task<SshClient> ConnectAsync(SshTarget target, SshSettings settings, string address, int port, CancellationToken cancellation)
    {
        var identities = Identities.Find(settings);
        var info = new ConnectionInfo(address, port, settings.User, new PrivateKeyAuthenticationMethod(settings.User, [.. identities.Keys]))
        {
            Timeout = ConnectPatience,
            // One refused channel is tried again by us, when others have ended.
            RetryAttempts = 1,
            MaxSessions = int.MaxValue,
        };
        var client = new SshClient(info) { KeepAliveInterval = KeepAlive };
        var check = HostKeyCheck.Of(client, settings);
        try
        {
            await Task.Run(() => client.ConnectAsync(cancellation), cancellation).ConfigureAwait(false);
            // From here on a slow end is not a lost one: what is lost is told by the socket, or by the missing heartbeat.
            info.Timeout = Timeout.InfiniteTimeSpan;
            return client;
        }
        catch (Exception refused) when (refused is SshException or SocketException or IOException or InvalidOperationException && !cancellation.IsCancellationRequested)
        {
            client.Dispose();
            throw Explain(target, settings, identities, check, refused);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Lets a client that is about to be closed wait no longer for an end that does not answer.</summary>
    internal static void ExpectEnd(SshClient client) => client.ConnectionInfo.Timeout = TimeSpan.FromSeconds(2);

    private static SshRefusedException Explain(SshTarget target, SshSettings settings, Identities identities, HostKeyCheck check, Exception refused)
    {
        var problem = new SshProblem(target, settings.KnownName);
        var said = $"{settings.HostName} port {settings.Port}: {refused.Message.Split('\n')[0].TrimEnd('.', '\r')}";
        return (check.Trust, refused) switch
        {
            (HostKeyTrust.Changed, _) => new(problem.KeyChanged()),
            (HostKeyTrust.Revoked, _) => new(problem.KeyRevoked()),
            (HostKeyTrust.Unknown, _) => new(problem.KeyUnknown()) { AskAsync = token => HostKeyQuestion.AskAsync(target, settings, check.Key!, token) },
            (_, SshAuthenticationException) when identities.Locked is [var locked, ..] => new(
                new Problem(target.ToString(), $"refuses the login of '{settings.User}', and the key '{locked}' has a passphrase, which cannot be typed here", $"ssh-add {ShellQuote.Quote(locked)}")),
            (_, SshAuthenticationException) => new(problem.LoginRefused(settings.User) with { Excerpt = identities.Unreadable.FirstOrDefault() }),
            (_, SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }) => new(problem.NoSuchHost(settings.HostName)),
            // Where others are on the way, it may as well be that they do not reach it: the library does not say.
            (null, SshConnectionException or SocketException { SocketErrorCode: SocketError.ConnectionReset }) when settings.Way is { } way => new(problem.NoWay(way, said)),
            (null, SshConnectionException or SocketException { SocketErrorCode: SocketError.ConnectionReset }) => new(problem.Busy()) { IsBusy = true },
            _ => new(problem.Other($"cannot be connected to: {said}")),
        };
    }
}
