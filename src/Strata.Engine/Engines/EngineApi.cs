namespace Strata.Engine.Engines;

/// <summary>The HTTP interface of an engine behind a Unix socket of this machine: a call takes a millisecond where one of the docker client takes fifty.</summary>
internal sealed class EngineApi : IDisposable
{
    private readonly HttpClient _client;

    /// <summary>Prepares calls; none is made yet.</summary>
    public EngineApi(string socket) => _client = UnixSocketClient.Create(socket);

    /// <summary>Gets a path.</summary>
    /// <exception cref="HttpRequestException">No engine answers, or not with success.</exception>
    public async Task<(byte[] Content, string? Server)> GetAsync(string path, CancellationToken cancellation)
    {
        using var answer = await _client.GetAsync(path, cancellation).ConfigureAwait(false);
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
        var answer = await _client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Posts nothing to a path.</summary>
    /// <exception cref="HttpRequestException">No engine answers, or not with success.</exception>
    public async Task PostAsync(string path, CancellationToken cancellation)
    {
        using var answer = await _client.PostAsync(path, null, cancellation).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
