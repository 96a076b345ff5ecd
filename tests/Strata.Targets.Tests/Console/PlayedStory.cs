using System.Net.Sockets;
using System.Text;

namespace Strata.Targets.Tests.Console;

/// <summary>A story that is played by this assembly as a program; it stops where the test looks.</summary>
internal sealed class PlayedStory : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("strata-story-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private Socket? _connection;
    private StreamReader? _reader;

    public PlayedStory()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen();
    }

    /// <summary>A file for what the terminal was sent.</summary>
    public string RawOutput => Path.Combine(_directory, "raw");

    private string SocketPath => Path.Combine(_directory, "s");

    /// <summary>The words that start it.</summary>
    public string Command(string story, string progress = "auto", string environment = "") =>
        $"env -u CI -u NO_COLOR -u FORCE_COLOR TERM=xterm-256color {environment} dotnet {typeof(PlayedStory).Assembly.Location} play {story} {progress} {SocketPath}";

    /// <summary>The moment that it has come to, with all on the terminal that was written before.</summary>
    public async Task<string> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        _connection ??= await _listener.AcceptAsync(patience.Token);
        _reader ??= new StreamReader(new NetworkStream(_connection));
        return await _reader.ReadLineAsync(patience.Token) ?? throw new EndOfStreamException("the story ended");
    }

    /// <summary>Lets it go on.</summary>
    public void GoOn() => _connection!.Send(Encoding.UTF8.GetBytes("\n"));

    public void Dispose()
    {
        _connection?.Dispose();
        _listener.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
