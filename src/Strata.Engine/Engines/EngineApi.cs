namespace Strata.Engine.Engines;

/// <summary>The HTTP interface of an engine behind a Unix socket of this machine: a call takes a millisecond where one of the docker client takes fifty.</summary>
/// <param name="socket">The socket; absolute.</param>
internal sealed class EngineApi(string socket) : IDisposable
{
    // Made with the first call: often there is none, and a client takes a while to load.
    private readonly Lazy<HttpClient> _client = new(() => UnixSocketClient.Create(socket));

    /// <summary>Gets a path.</summary>
    /// <exception cref="HttpRequestException">No engine answers, or not with success.</exception>
    public async Task<(byte[] Content, string? Server)> GetAsync(string path, CancellationToken cancellation)
    {
        using var answer = await _client.Value.GetAsync(path, cancellation).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false), answer.Headers.Server.FirstOrDefault()?.Product?.Version);
    }

    /// <summary>Opens the archive of some images, as <c>docker save</c> makes it; of any size.</summary>
    /// <param name="names">References or digests.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="HttpRequestException">No engine answers, or not with success.</exception>
    public async Task<Stream> ExportAsync(IEnumerable<string> names, CancellationToken cancellation)
    {
        var path = "/images/get?" + string.Join('&', names.Select(n => "names=" + Uri.EscapeDataString(n)));
        var answer = await _client.Value.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Posts nothing to a path.</summary>
    /// <exception cref="HttpRequestException">No engine answers, or not with success.</exception>
    public async Task PostAsync(string path, CancellationToken cancellation)
    {
        using var answer = await _client.Value.PostAsync(path, null, cancellation).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }
}
