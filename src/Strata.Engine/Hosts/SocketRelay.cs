using System.Net.Sockets;

namespace Strata.Engine.Hosts;

/// <summary>A socket of this machine, each connection to which is carried to a socket or port of the host by a command there.</summary>
/// <remarks>For transports that forward no sockets themselves: each open connection costs a session.</remarks>
internal sealed class SocketRelay : IAsyncDisposable
{
    private const int MostConnections = 4;

    // Perl is part of every Debian. Docker's own way comes last: it says a few words to the socket itself first.
    private const string Script =
        """
        if command -v perl >/dev/null; then exec perl -MSocket -e '
          sub copy { my ($from, $to) = @_; while (my $n = sysread $from, my $b, 65536) { for (my $o = 0; $o < $n;) { my $w = syswrite $to, $b, $n - $o, $o; return unless $w; $o += $w } } }
          my ($h, $n) = $ARGV[0] =~ m{^([^/].*):(\d+)$};
          socket my $s, $h ? AF_INET : AF_UNIX, SOCK_STREAM, 0 or exit 1; connect $s, $h ? sockaddr_in($n, inet_aton($h)) : sockaddr_un($ARGV[0]) or exit 1;
          my $p = fork; if ($p == 0) { copy($s, \*STDOUT); exit 0 }
          close STDOUT; copy(\*STDIN, $s); shutdown $s, 1; waitpid $p, 0' "$1"; fi
        case $1 in /*) to=UNIX-CONNECT:$1 ;; *) to=TCP:$1 ;; esac
        if command -v socat >/dev/null; then exec socat - "$to"; fi
        exec docker -H "unix://$1" system dial-stdio
        """;

    private readonly IBuildHost _host;
    private readonly string _path;
    private readonly SshFolder _folder = new();
    private readonly SocketAcceptor _acceptor;

    private SocketRelay(IBuildHost host, string path)
    {
        (_host, _path) = (host, path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Path));
        listener.Listen();
        _acceptor = new SocketAcceptor(listener, CarryAsync, MostConnections);
    }

    /// <summary>The socket on this machine.</summary>
    internal string Path => System.IO.Path.Combine(_folder.Path, "f");

    /// <summary>Starts to listen.</summary>
    /// <param name="host">The host.</param>
    /// <param name="path">The socket there, absolute; or an IPv4 address and port.</param>
    /// <param name="cancellation">Ends the look for the socket.</param>
    /// <exception cref="StrataException">There is no such socket on the host, or it was lost (exit code 4).</exception>
    internal static async Task<SocketRelay> StartAsync(IBuildHost host, string path, CancellationToken cancellation)
    {
        if (path.StartsWith('/') && await host.RunAsync(new Command("test", "-S", path), null, cancellation).ConfigureAwait(false) != 0)
        {
            throw new StrataException(ExitCode.Unreachable, new Problem(host.Name, $"there is no socket '{path}'"));
        }

        return new SocketRelay(host, path);
    }

    /// <summary>Ends all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _acceptor.DisposeAsync().ConfigureAwait(false);
        _folder.Dispose();
    }

    private async Task CarryAsync(Socket socket, CancellationToken cancellation)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        var command = new Command("/bin/sh", "-c", Script, "strata", _path)
        {
            GracePeriod = TimeSpan.FromSeconds(1),
            WriteInput = (input, token) => stream.CopyToAsync(input, token),
            ReadOutput = async (output, token) =>
            {
                await output.CopyToAsync(stream, token).ConfigureAwait(false);
                socket.Shutdown(SocketShutdown.Send);
            },
        };
        await _host.RunAsync(command, null, cancellation).ConfigureAwait(false);
    }
}
