using Renci.SshNet;
using Strata.Engine.Hosts;

namespace Strata.SshNet;

/// <summary>The clients that lead to a host: one for each machine to go through, and the host's own.</summary>
internal sealed class SshRoute : IAsyncDisposable
{
    private const int LongestRoute = 8;

    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(10);

    private readonly Stack<SshClient> _clients = new();
    private bool _isClosed;

    private SshRoute()
    {
    }

    /// <summary>The host's own client.</summary>
    internal SshClient Client { get; private set; } = null!;

    /// <summary>Connects to a host, through others where its config says so.</summary>
    /// <exception cref="SshRefusedException">One of them does not let us in.</exception>
    /// <exception cref="StrataException">The config asks for what the library cannot do (exit code 4), or names no host (exit code 2).</exception>
    internal static async Task<SshRoute> OpenAsync(SshTarget target, SshOptions options, CancellationToken cancellation)
    {
        var route = new SshRoute();
        try
        {
            await route.GoAsync(target, options, LongestRoute, cancellation).ConfigureAwait(false);
            route.Client = route._clients.Peek();
            return route;
        }
        catch
        {
            await route.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Closes all, the host's first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
        {
            return;
        }
        _isClosed = true;
        // The library waits for ends that may be gone; its threads hold no process up.
        await Task.Factory.StartNew(Close, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(ClosePatience)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task GoAsync(SshTarget target, SshOptions options, int left, CancellationToken cancellation)
    {
        var settings = await SshSettings.FindAsync(target, options, cancellation).ConfigureAwait(false);
        if (settings.ProxyCommand is not null)
        {
            throw new StrataException(ExitCode.Unreachable, new Problem(target.ToString(), "its ssh config has a ProxyCommand, which SSH.NET cannot run", "use ProxyJump, or '--ssh openssh'"));
        }
        if (left == 0)
        {
            throw new StrataException(ExitCode.Unreachable, new Problem(target.ToString(), $"its ssh config leads through more than {LongestRoute} machines", "look for a ProxyJump that leads back"));
        }
        foreach (var (index, jump) in settings.Jumps.Index())
        {
            // Only the way to the first one is its own config's; from there on the way is said.
            var machine = SshTarget.Parse(jump);
            try
            {
                if (index == 0)
                {
                    await GoAsync(machine, options, left - 1, cancellation).ConfigureAwait(false);
                }
                else
                {
                    var own = await SshSettings.FindAsync(machine, options, cancellation).ConfigureAwait(false);
                    await StepAsync(machine, own with { Jumps = settings.Jumps[..index] }, cancellation).ConfigureAwait(false);
                }
            }
            catch (SshRefusedException refused)
            {
                // Users asked for the host, and may not know what their config goes through.
                throw new SshRefusedException(new SshProblem(target, settings.KnownName).NoWay(settings.Way!, refused.Message)) { IsBusy = refused.IsBusy, AskAsync = refused.AskAsync };
            }
        }
        await StepAsync(target, settings, cancellation).ConfigureAwait(false);
    }

    private async Task StepAsync(SshTarget target, SshSettings settings, CancellationToken cancellation)
    {
        var (address, port) = (settings.HostName, settings.Port);
        if (_clients.TryPeek(out var before))
        {
            var forward = new ForwardedPortLocal("127.0.0.1", settings.HostName, (uint)settings.Port);
            before.AddForwardedPort(forward);
            forward.Start();
            (address, port) = ("127.0.0.1", (int)forward.BoundPort);
        }
        _clients.Push(await Login.ConnectAsync(target, settings, address, port, cancellation).ConfigureAwait(false));
    }

    private void Close()
    {
        while (_clients.TryPop(out var client))
        {
            try
            {
                Login.ExpectEnd(client);
                client.Dispose();
            }
            catch (Exception lost) when (lost is Renci.SshNet.Common.SshException or System.Net.Sockets.SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // It was closed from the other end.
            }
        }
    }
}
