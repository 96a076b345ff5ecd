using System.Net;
using System.Net.Sockets;

namespace Strata.EndToEnd;

/// <summary>An HTTP server that lets whoever asks wait until the test answers: a build's step that takes as long as the test wants.</summary>
internal sealed class HeldRequest : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HeldRequest()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Where it is.</summary>
    public string Url => $"http://{_listener.LocalEndpoint}/";

    /// <summary>Ends when somebody asks.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Lets them go on.</summary>
    public void Answer() => _answer.TrySetResult();

    /// <inheritdoc/>
    public void Dispose()
    {
        Answer();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync();
            _asked.TrySetResult();
            _ = AnswerAsync(client);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            await _answer.Task;
            await client.GetStream().WriteAsync("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        }
    }
}
