using System.Runtime.Versioning;
using Strata.Engine.Hosts;
using Strata.Engine.Sync;
using Strata.Engine.Tests.Hosts;

namespace Strata.Engine.Tests.Sync;

[Platform("Linux")]
[UnsupportedOSPlatform("windows")]
[TestFixture(SshTransport.OpenSsh)]
[TestFixture(SshTransport.SshNet)]
public sealed class SshTreeSyncTests(SshTransport transport)
{
    private TestSshServer server = null!;
    private SyncPlace place = null!;

    [SetUp]
    public async Task Create()
    {
        server = await TestSshServer.StartAsync();
        place = new SyncPlace();
    }

    [TearDown]
    public async Task Delete()
    {
        place?.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    [Test]
    public async Task A_tree_goes_over_ssh_and_again_in_one_round_trip()
    {
        await using var host = await server.ConnectAsync(transport);
        var tree = place.Empty.File("it's/a $(file)", "x\n", 0x1ED).Link("link", "it's").Directory("empty");
        await place.SyncAsync(host, tree);
        var second = await place.SyncAsync(host, tree);
        var third = await place.SyncAsync(host, tree.File("another", "y"));

        Assert.That((second.RoundTrips, second.SentBytes), Is.EqualTo((1, 0L)));
        Assert.That((third.RoundTrips, third.SentFiles), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_connection_killed_midway_leaves_no_tree_and_the_next_sync_goes_on()
    {
        var tree = Enumerable.Range(0, 60).Aggregate(place.Empty, (t, i) => t.File($"f{i}", Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(30_000))));
        await using (var host = await server.ConnectAsync(transport))
        {
            var lost = await Assert.ThrowsAsync<StrataException>(
                () => new TreeSync(SyncPlace.Project, place.Memory).SyncAsync(new DroppingHost(host, server, 1_000_000), place.Root, tree.Files, default));
            Assert.That(lost!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
        }

        Assert.That(place.Trees, Is.Empty);
        await using var again = await server.ConnectAsync(transport);
        Assert.That((await place.SyncAsync(again, tree)).SentFiles, Is.LessThanOrEqualTo(60));
        Assert.That(place.Trees, Has.Length.EqualTo(1));
    }

    /// <summary>Kills sshd's part of the connection when so many bytes were written.</summary>
    private sealed class DroppingHost(IBuildHost inner, TestSshServer server, long after) : IBuildHost
    {
        public string Name => inner.Name;

        public Task<int> RunAsync(Command command, Action<OutputLine>? onLine, CancellationToken cancellation)
        {
            var written = 0L;
            return inner.RunAsync(
                command.WriteInput is not { } write ? command : command with { WriteInput = (to, token) => write(new CountingStream(to, Count), token) }, onLine, cancellation);

            void Count(int bytes)
            {
                var before = written;
                if ((written += bytes) > after && before <= after)
                {
                    server.DropConnectionsAsync().GetAwaiter().GetResult();
                }
            }
        }

        public Task<byte[]?> ReadFileAsync(string path, CancellationToken cancellation) => inner.ReadFileAsync(path, cancellation);

        public Task WriteFileAsync(string path, ReadOnlyMemory<byte> content, bool isPrivate, CancellationToken cancellation) =>
            inner.WriteFileAsync(path, content, isPrivate, cancellation);

        public Task DeleteDirectoryAsync(string path, CancellationToken cancellation) => inner.DeleteDirectoryAsync(path, cancellation);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
