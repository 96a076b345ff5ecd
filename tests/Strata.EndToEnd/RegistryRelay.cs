using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Strata.EndToEnd;

/// <summary>An address that leads to a registry, and can hold back what is uploaded to it: a push is then under way for as long as a test wants.</summary>
internal sealed class RegistryRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly IPEndPoint _registry;
    private readonly Task _accepting;
    private TaskCompletionSource _upload = NewSource();
    private TaskCompletionSource _release = NewSource();

    public RegistryRelay(string registry)
    {
        _registry = IPEndPoint.Parse(registry);
        _release.SetResult();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Host and port, as references name it.</summary>
    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Holds back uploads from here on; the task ends when the first is there.</summary>
    public Task HoldUploads()
    {
        (_upload, _release) = (NewSource(), NewSource());
        return _upload.Task;
    }

    /// <summary>Lets all through again.</summary>
    public void Release() => _release.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        while (!_end.IsCancellationRequested)
        {
            connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_registry, _end.Token);
                var (near, far) = (client.GetStream(), server.GetStream());
                await Task.WhenAny(SendAsync(near, far), far.CopyToAsync(near, _end.Token));
            }
            catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
            {
                // Either side may end at any time.
            }
        }
    }

    private async Task SendAsync(NetworkStream near, NetworkStream far)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await near.ReadAsync(buffer, _end.Token)) > 0)
        {
            var text = Encoding.ASCII.GetString(buffer, 0, count);
            if (text.Contains("PATCH /v2/", StringComparison.Ordinal) || text.Contains("PUT /v2/", StringComparison.Ordinal))
            {
                var release = _release.Task;
                if (!release.IsCompleted)
                {
                    _upload.TrySetResult();
                    await release.WaitAsync(_end.Token);
                }
            }

            await far.WriteAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }
}
