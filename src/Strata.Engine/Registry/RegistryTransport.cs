using System.Net;
using System.Net.Http.Headers;

namespace Strata.Engine.Registry;

/// <summary>Carries calls to registries: signs in, follows redirects, and turns what goes wrong into errors for users.</summary>
internal sealed class RegistryTransport : IDisposable
{
    private const int MostRedirects = 5;

    private readonly HttpExchange _exchange;
    private readonly SignIn _signIn;

    public RegistryTransport(ICredentialSource credentials, RegistryLimits limits, TimeProvider clock)
    {
        _exchange = new HttpExchange(limits, clock);
        _signIn = new SignIn(_exchange, credentials, clock);
    }

    /// <summary>Sends a call.</summary>
    /// <param name="request">The call.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="accepted">Statuses beside success that are an answer, not an error.</param>
    /// <exception cref="RegistryException">The registry refused, failed or lied.</exception>
    public async Task<RegistryAnswer> SendAsync(RegistryRequest request, CancellationToken cancellation, params HttpStatusCode[] accepted)
    {
        try
        {
            var answer = await FollowAsync(request, cancellation).ConfigureAwait(false);
            return answer.IsSuccess || accepted.Contains(answer.Status) ? answer : throw RegistryErrors.Refused(request, answer);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            throw RegistryErrors.Lost(request, e);
        }
    }

    /// <summary>Opens a body of any size, from some byte on; whoever reads it has to hold it against its digest.</summary>
    /// <param name="request">A reading call.</param>
    /// <param name="offset">The first byte that is wanted.</param>
    /// <param name="cancellation">Ends the call, not the reading.</param>
    /// <exception cref="RegistryException">The registry refused or failed.</exception>
    public async Task<Stream> OpenAsync(RegistryRequest request, long offset, CancellationToken cancellation)
    {
        // A small call first: it signs in, and is tried again where that helps.
        await SendAsync(request with { Method = HttpMethod.Head }, cancellation).ConfigureAwait(false);
        try
        {
            var home = RegistryAddress.Of(request.Domain);
            var address = request.Address;
            for (var hop = 0; ; hop++)
            {
                var header = IsSameOrigin(home, address) ? await _signIn.HeaderAsync(request, cancellation).ConfigureAwait(false) : null;
                using var message = Message(request, address, header);
                message.Headers.Range = offset > 0 ? new RangeHeaderValue(offset, null) : null;
                var answer = await _exchange.OpenAsync(message, cancellation).ConfigureAwait(false);
                if (IsRedirect(answer.StatusCode) && answer.Headers.Location is { } location && hop < MostRedirects)
                {
                    answer.Dispose();
                    address = Next(request, address, location, answer.StatusCode);
                    continue;
                }

                if (!answer.IsSuccessStatusCode)
                {
                    throw RegistryErrors.Refused(request, new RegistryAnswer(answer.StatusCode, answer.Headers, answer.Content.Headers, []));
                }

                var body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
                await SkipAsync(body, answer.StatusCode == HttpStatusCode.PartialContent ? 0 : offset, cancellation).ConfigureAwait(false);
                return body;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            throw RegistryErrors.Lost(request, e);
        }
    }

    public void Dispose() => _exchange.Dispose();

    // Not every registry knows ranges.
    private static async Task SkipAsync(Stream body, long bytes, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        while (bytes > 0)
        {
            var count = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(bytes, buffer.Length)), cancellation).ConfigureAwait(false);
            bytes -= count > 0 ? count : throw new EndOfStreamException();
        }
    }

    private static Uri Next(RegistryRequest request, Uri address, Uri location, HttpStatusCode status)
    {
        var next = new Uri(address, location);
        return next.Scheme is "https" || next.Scheme is "http" && address.Scheme is "http"
            ? next
            : throw new RegistryException(new Problem(request.Place, $"{request.Text}: '{request.Domain}' leads to an address that is not secure"), status);
    }

    private async Task<RegistryAnswer> FollowAsync(RegistryRequest request, CancellationToken cancellation)
    {
        var home = RegistryAddress.Of(request.Domain);
        var address = request.Address;
        for (var hop = 0; ; hop++)
        {
            var isHome = IsSameOrigin(home, address);
            var answer = isHome
                ? await SignedInAsync(request, address, cancellation).ConfigureAwait(false)
                : await TryAsync(request, address, null, cancellation).ConfigureAwait(false);
            if (request.IsWriting || hop == MostRedirects || !IsRedirect(answer.Status) || answer.Headers.Location is not { } location)
            {
                return answer;
            }

            address = Next(request, address, location, answer.Status);
        }
    }

    private async Task<RegistryAnswer> SignedInAsync(RegistryRequest request, Uri address, CancellationToken cancellation)
    {
        var header = await _signIn.HeaderAsync(request, cancellation).ConfigureAwait(false);
        var answer = await TryAsync(request, address, header, cancellation).ConfigureAwait(false);
        if (answer.Status != HttpStatusCode.Unauthorized || !_signIn.Learn(request, answer))
        {
            return answer;
        }

        return await _signIn.HeaderAsync(request, cancellation).ConfigureAwait(false) is { } fresh
            ? await TryAsync(request, address, fresh, cancellation).ConfigureAwait(false)
            : answer;
    }

    private Task<RegistryAnswer> TryAsync(RegistryRequest request, Uri address, AuthenticationHeaderValue? header, CancellationToken cancellation) =>
        _exchange.SendAsync(() => Message(request, address, header), request.IsRepeatable, a => Check(request, a), cancellation);

    private static void Check(RegistryRequest request, RegistryAnswer answer)
    {
        if (answer.IsSuccess)
        {
            request.Check?.Invoke(answer);
        }
    }

    private static HttpRequestMessage Message(RegistryRequest request, Uri address, AuthenticationHeaderValue? header)
    {
        var message = new HttpRequestMessage(request.Method, address) { Headers = { Authorization = header } };
        foreach (var type in request.Accept)
        {
            message.Headers.Accept.ParseAdd(type);
        }

        if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body ?? ReadOnlyMemory<byte>.Empty);
            if (request.BodyType is { } type)
            {
                message.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
            }
        }

        return message;
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase);
}
