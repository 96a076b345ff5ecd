using System.Net.Sockets;
using Strata.Engine.Engines;

namespace Strata.Engine.Tests.Engines;

/// <summary>What containerd may answer, frame by frame.</summary>
public sealed class ContainerdCallTests
{
    private const byte Data = 0, Headers = 1, Reset = 3, Settings = 4, Ping = 6;
    private const byte Ends = 1;

    [Test]
    public void An_answer_may_come_in_parts_and_in_any_order()
    {
        using var server = new Script(
            Frame(Settings, 0, 0), Frame(Headers, 4, 3), Frame(Data, 0, 3, 0, 0, 0, 0, 2, 7), Frame(Headers, 4, 1), Frame(Data, 0, 1, 0, 0, 0, 0, 1, 9),
            Frame(Data, 0, 3, 8), Frame(Headers, Ends | 4, 3), Frame(Headers, Ends | 4, 1));

        var answers = ContainerdCall.Exchange(server, "a.B/C", [[1], [2]]);

        Assert.That(answers, Is.EqualTo(new byte[][] { [9], [7, 8] }));
    }

    [Test]
    public void What_is_refused_has_no_answer()
    {
        using var server = new Script(Frame(Settings, 0, 0), Frame(Headers, Ends | 4, 1));

        Assert.That(ContainerdCall.Exchange(server, "a.B/C", [[]]), Is.EqualTo(new byte[]?[] { null }));
    }

    [Test]
    public void Settings_and_pings_are_acknowledged()
    {
        using var server = new Script(Frame(Settings, 0, 0), Frame(Settings, 1, 0), Frame(Ping, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8), Frame(Headers, Ends | 4, 1));

        ContainerdCall.Exchange(server, "a.B/C", [[]]);

        Assert.That(server.Written.TakeLast(26), Is.EqualTo((byte[])[.. Frame(Settings, 1, 0), .. Frame(Ping, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8)]));
    }

    [TestCase(Data, 0, 1, TestName = "A_message_that_is_cut_off_is_damaged")]
    [TestCase(Reset, 0, 1, TestName = "A_call_that_is_reset_is_broken_off")]
    [TestCase(Headers, 4, 9, TestName = "An_answer_to_nothing_is_damaged")]
    public void What_is_no_answer_is_an_error(byte type, byte flags, byte stream)
    {
        using var server = new Script(Frame(type, flags, stream, 0, 0, 0, 0, 2, 7), Frame(Headers, Ends | 4, 1));

        Assert.Throws<HttpRequestException>(() => ContainerdCall.Exchange(server, "a.B/C", [[]]));
    }

    [Test]
    public async Task A_call_that_gets_no_answer_can_be_cancelled()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        using var cancellation = new CancellationTokenSource();
        try
        {
            var call = ContainerdCall.AskAsync(path, "a.B/C", [[]], cancellation.Token);
            using var silent = await listener.AcceptAsync();
            await cancellation.CancelAsync();

            await Assert.ThrowsAsync(Is.InstanceOf<OperationCanceledException>(), () => call);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Frame(byte type, int flags, byte stream, params byte[] payload) =>
        [0, 0, (byte)payload.Length, type, (byte)flags, 0, 0, 0, stream, .. payload];

    /// <summary>A connection on which the other side has said all that it will say.</summary>
    private sealed class Script(params byte[][] frames) : MemoryStream
    {
        private readonly MemoryStream _answers = new([.. frames.SelectMany(f => f)]);

        public IEnumerable<byte> Written => ToArray();

        public override int Read(Span<byte> buffer) => _answers.Read(buffer);

        public override int Read(byte[] buffer, int offset, int count) => _answers.Read(buffer, offset, count);
    }
}
