using System.Net;

namespace Strata.Engine.Registry;

/// <summary>Sends a call until there is a whole answer or patience is at its end; small bodies only, read whole.</summary>
internal sealed class HttpExchange(RegistryLimits limits, TimeProvider clock) : IDisposable
{
    // Made with the first call, since most builds make none. Redirects are followed by hand: they must not carry a user's credentials elsewhere.
    private readonly Lazy<HttpClient> _http = new(() => new HttpClient(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    });

    /// <summary>Sends; answers of any status are returned when they do not pass by waiting.</summary>
    /// <param name="make">Makes the message anew for each try.</param>
    /// <param name="isRepeatable">Whether it may be sent again whatever became of the try before.</param>
    /// <param name="check">Throws <see cref="BrokenAnswerException"/> when the answer is damaged.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="HttpRequestException">No connection.</exception>
    /// <exception cref="IOException">The connection was dropped, or the answer is damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, or no answer in time.</exception>
    public async Task<RegistryAnswer> SendAsync(Func<HttpRequestMessage> make, bool isRepeatable, Action<RegistryAnswer>? check, CancellationToken cancellation)
    {
        var retrying = new Retrying(limits, clock);
        while (true)
        {
            try
            {
                var answer = await TryAsync(make, cancellation).ConfigureAwait(false);

                // Whoever is turned away by a limit has not been served: that is safe to repeat in any case.
                if (!Retrying.IsPassing(answer.Status)
                    || !(isRepeatable || answer.Status == HttpStatusCode.TooManyRequests)
                    || !await retrying.WaitAsync(answer.Headers.RetryAfter, cancellation).ConfigureAwait(false))
                {
                    check?.Invoke(answer);
                    return answer;
                }
            }
            catch (Exception e) when (isRepeatable && IsDropped(e))
            {
                if (!await retrying.WaitAsync(null, cancellation).ConfigureAwait(false))
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Sends once; the body is not read yet and may be of any size.</summary>
    /// <exception cref="HttpRequestException">No connection.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, or no answer in time.</exception>
    public async Task<HttpResponseMessage> OpenAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(limits.Answer);
        message.Headers.UserAgent.ParseAdd("strata");
        return await _http.Value.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (_http.IsValueCreated)
        {
            _http.Value.Dispose();
        }
    }

    private static bool IsDropped(Exception e) => e switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ConnectionError } => false,
        HttpRequestException or IOException => true,
        _ => false,
    };

    private async Task<RegistryAnswer> TryAsync(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(limits.Answer);
        using var message = make();
        message.Headers.UserAgent.ParseAdd("strata");
        using var response = await _http.Value.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
        var body = message.Method == HttpMethod.Head ? [] : await ReadAsync(response.Content, limit.Token).ConfigureAwait(false);
        return new RegistryAnswer(response.StatusCode, response.Headers, response.Content.Headers, body);
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            if (body.Length + count > limits.LargestAnswer)
            {
                throw new InvalidDataException($"answers more than {limits.LargestAnswer} bytes");
            }

            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }
}
