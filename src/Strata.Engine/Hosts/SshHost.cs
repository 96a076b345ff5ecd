using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Strata.Engine.Hosts;

/// <summary>A machine over SSH: one connection for all commands, of the system's OpenSSH client or another <see cref="ISshTransport"/>.</summary>
/// <remarks>
/// However the connection ends, everything that runs over it is ended on the host within 10 s (SIGTERM to its process group, then SIGKILL), and
/// <see cref="HostFacts.Run"/> is deleted.
/// </remarks>
public sealed class SshHost : IBuildHost
{
    /// <summary>How many commands run at once; further ones wait for an end of these.</summary>
    public const int MostCommands = SshConnection.Sessions;

    private const int NoFile = 66;
    private static readonly TimeSpan ProofPatience = TimeSpan.FromSeconds(10);

    private const string Read = """[ -e "$1" ] || exit 66; exec cat <"$1" """;

    // What comes may be cut off with the connection: only the whole file gets its name.
    private const string Write =
        """
        case $1 in */*) mkdir -p "${1%/*}" || exit 1 ;; esac
        t=$1.$$.tmp
        trap 'rm -f "$t"' EXIT
        umask 077
        cat >"$t" || exit 1
        [ "$(wc -c <"$t")" -eq "$2" ] || exit 1
        chmod "$3" "$t" && mv -f "$t" "$1"
        """;

    private readonly SshConnection _connection;
    private readonly ConcurrentBag<SocketRelay> _relays = [];
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _ports = new(StringComparer.Ordinal);
    private readonly Lazy<Task> _proof;

    private SshHost(SshConnection connection) => (_connection, _proof) = (connection, new Lazy<Task>(ProveForwardingAsync));

    /// <inheritdoc/>
    public string Name => _connection.Name;

    /// <summary>What the host says of itself.</summary>
    public HostFacts Facts => _connection.Facts;

    /// <summary>Connects.</summary>
    /// <exception cref="StrataException">The host cannot be reached, is not the one that is known, or refuses us (exit code 4).</exception>
    public static async Task<SshHost> ConnectAsync(SshTarget target, SshOptions options, CancellationToken cancellation) =>
        new(await SshConnection.OpenAsync(target, options, cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    public Task<int> RunAsync(Command command, Action<OutputLine>? onLine, CancellationToken cancellation) => _connection.RunAsync(command, onLine, cancellation);

    /// <inheritdoc/>
    public async Task<byte[]?> ReadFileAsync(string path, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        var errors = ImmutableArray.CreateBuilder<OutputLine>();
        var command = Script(Read, path) with { ReadOutput = (stream, token) => stream.CopyToAsync(content, token) };
        return await RunAsync(command, errors.Add, cancellation).ConfigureAwait(false) switch
        {
            0 => content.ToArray(),
            NoFile => null,
            var code => throw Failed("reading", path, new CommandOutput(code, errors.ToImmutable())),
        };
    }

    /// <inheritdoc/>
    public async Task WriteFileAsync(string path, ReadOnlyMemory<byte> content, bool isPrivate, CancellationToken cancellation)
    {
        var size = content.Length.ToString(CultureInfo.InvariantCulture);
        var command = Script(Write, path, size, isPrivate ? "600" : "644") with { WriteInput = (stream, token) => stream.WriteAsync(content, token).AsTask() };
        var output = await this.CaptureAsync(command, cancellation).ConfigureAwait(false);
        if (output.ExitCode != 0)
        {
            throw Failed("writing", path, output);
        }
    }

    /// <inheritdoc/>
    public async Task DeleteDirectoryAsync(string path, CancellationToken cancellation)
    {
        var output = await this.CaptureAsync(new Command("rm", "-rf", "--", path.TrimEnd('/')), cancellation).ConfigureAwait(false);
        if (output.ExitCode != 0)
        {
            throw Failed("deleting", path, output);
        }
    }

    /// <inheritdoc/>
    public async Task<string?> FindSocketAsync(string path, CancellationToken cancellation) => await ForwardAsync(path, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <remarks>Who asks a service again and again until it answers asks for one forwarding.</remarks>
    public async Task<string?> FindPortAsync(IPEndPoint port, CancellationToken cancellation)
    {
        var address = port.ToString();
        var made = _ports.GetOrAdd(address, a => new Lazy<Task<string>>(() => ForwardAsync(a, CancellationToken.None)));
        try
        {
            return await made.Value.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch when (made.Value.IsFaulted)
        {
            // The next one who asks tries anew.
            _ports.TryRemove(KeyValuePair.Create(address, made));
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
        {
            await relay.DisposeAsync().ConfigureAwait(false);
        }
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<string> ForwardAsync(string destination, CancellationToken cancellation)
    {
        if (await _connection.Transport.ForwardAsync(destination, cancellation).ConfigureAwait(false) is { } forwarded)
        {
            await (destination.StartsWith('/') ? Task.CompletedTask : _proof.Value).ConfigureAwait(false);
            return forwarded;
        }

        var relay = await SocketRelay.StartAsync(this, destination, cancellation).ConfigureAwait(false);
        _relays.Add(relay);
        return relay.Path;
    }

    // The client's socket takes a connection whether or not sshd carries it any further, and one that is not looks as if the service itself had
    // hung up. So sshd is asked for somebody who is there for sure and speaks first: itself.
    private async Task ProveForwardingAsync()
    {
        var output = await this.CaptureAsync(new Command("/bin/sh", "-c", "echo $SSH_CONNECTION"), CancellationToken.None).ConfigureAwait(false);
        if (output.Output.Split(' ') is not [_, _, var address, var number]
            || !IPAddress.TryParse(address, out var ip) || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            // A server that does not say where it is.
            return;
        }

        foreach (var server in new[] { new IPEndPoint(IPAddress.Loopback, port), new IPEndPoint(ip, port) }.Distinct())
        {
            if (await SpeaksAsync(server).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new StrataException(ExitCode.Unreachable, new Problem(
            Name, "its sshd forwards no TCP, so services there cannot be reached from here", "set 'AllowTcpForwarding yes' in its sshd_config"));
    }

    private async Task<bool> SpeaksAsync(IPEndPoint server)
    {
        if (await _connection.Transport.ForwardAsync(server.ToString(), CancellationToken.None).ConfigureAwait(false) is not { } forwarded)
        {
            return true;
        }

        using var limit = new CancellationTokenSource(ProofPatience);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(forwarded), limit.Token).ConfigureAwait(false);
            return await socket.ReceiveAsync(new byte[1], limit.Token).ConfigureAwait(false) > 0;
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException)
        {
            // Silence proves nothing against it.
            return limit.IsCancellationRequested;
        }
    }

    private static Command Script(string script, params ImmutableArray<string> words) => new("/bin/sh", ["-c", script, "strata", .. words]);

    private StrataException Failed(string doing, string path, CommandOutput output) =>
        new(ExitCode.Unreachable, new Problem($"{doing} '{path}' on {Name}", output.LastLines(1) ?? $"exited with code {output.ExitCode}"));
}
