using System.Net;
using System.Net.Sockets;
using Strata.Engine.Hosts;
using Strata.Engine.Running;
using Strata.Graph;

namespace Strata.Engine.Tests.Running;

public class PortForwardTests
{
    [Test]
    [CancelAfter(60_000)]
    public async Task Service_sees_the_end_of_a_connection_that_its_client_has_reset(CancellationToken cancellation)
    {
        await using var host = new LocalHost();
        using var service = Listen();
        await using var forward = Start(host, service, out var here);
        using var client = new TcpClient();
        await client.ConnectAsync(here, cancellation);
        using var accepted = await service.AcceptSocketAsync(cancellation);
        await client.GetStream().WriteAsync("x"u8.ToArray(), cancellation);
        Assert.That(await accepted.ReceiveAsync(new byte[1], cancellation), Is.EqualTo(1));

        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();

        Assert.That(await accepted.ReceiveAsync(new byte[1], cancellation), Is.Zero);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Client_hears_what_a_service_says_after_the_request_has_ended(CancellationToken cancellation)
    {
        await using var host = new LocalHost();
        using var service = Listen();
        await using var forward = Start(host, service, out var here);
        using var client = new TcpClient();
        await client.ConnectAsync(here, cancellation);
        using var accepted = await service.AcceptSocketAsync(cancellation);
        client.Client.Shutdown(SocketShutdown.Send);
        Assert.That(await accepted.ReceiveAsync(new byte[1], cancellation), Is.Zero);

        await accepted.SendAsync("x"u8.ToArray(), cancellation);

        Assert.That(await client.Client.ReceiveAsync(new byte[1], cancellation), Is.EqualTo(1));
    }

    [Test]
    public async Task Address_that_is_taken_is_told()
    {
        await using var host = new LocalHost();
        using var other = Listen();

        Assert.That(
            () => PortForward.Start(host, Address(other), Address(other)),
            Throws.TypeOf<StrataException>().With.Message.StartsWith($"address {Address(other)} of this machine: ").And.Message.EndsWith("; end what listens there"));
    }

    [Test]
    public async Task Host_that_is_lost_is_no_service_that_does_not_answer()
    {
        await using var host = new LostHost();
        using var client = new SmokeClient(host);
        var url = new Uri("http://127.0.0.1:8101/");

        await Assert.ThatAsync(() => client.StatusAsync(url, CancellationToken.None), Throws.TypeOf<StrataException>().With.Message.Contains("it was lost"));
        await Assert.ThatAsync(() => client.AskAsync(new SmokeRequest("/"), url, CancellationToken.None), Throws.TypeOf<StrataException>().With.Message.Contains("it was lost"));
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static IPEndPoint Address(TcpListener listener) => (IPEndPoint)listener.LocalEndpoint;

    // The port of this machine has to be known before: one that was just free.
    private static PortForward Start(IBuildHost host, TcpListener service, out IPEndPoint here)
    {
        using (var free = Listen())
        {
            here = Address(free);
        }

        return PortForward.Start(host, here, Address(service));
    }

    private sealed class LostHost : IBuildHost
    {
        public string Name => "build1";

        public Task<int> RunAsync(Command command, Action<OutputLine>? onLine, CancellationToken cancellation) => throw Lost();

        public Task<byte[]?> ReadFileAsync(string path, CancellationToken cancellation) => throw Lost();

        public Task WriteFileAsync(string path, ReadOnlyMemory<byte> content, bool isPrivate, CancellationToken cancellation) => throw Lost();

        public Task DeleteDirectoryAsync(string path, CancellationToken cancellation) => throw Lost();

        public Task<string?> FindPortAsync(IPEndPoint port, CancellationToken cancellation) => Task.FromException<string?>(Lost());

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static StrataException Lost() => new(ExitCode.Unreachable, new Problem("host build1", "it was lost"));
    }
}
