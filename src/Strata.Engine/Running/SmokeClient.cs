using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Strata.Engine.Hosts;
using Strata.Graph;

namespace Strata.Engine.Running;

/// <summary>Asks services over HTTP, past any proxy.</summary>
/// <param name="host">The machine that services answer on.</param>
public sealed class SmokeClient(IBuildHost host) : IDisposable
{
    private const int ToldText = 300;

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectCallback = async (context, cancellation) => await HostPort.ConnectAsync(host, Address(context.DnsEndPoint), cancellation).ConfigureAwait(false),
    })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>The status that an address answers; null when nobody answers.</summary>
    /// <exception cref="StrataException">The host was lost, or forwards nothing (exit code 4).</exception>
    public async Task<HttpStatusCode?> StatusAsync(Uri url, CancellationToken cancellation)
    {
        try
        {
            using var answer = await _client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            return answer.StatusCode;
        }
        catch (HttpRequestException e) when (e.InnerException is StrataException)
        {
            throw e.InnerException;
        }
        catch (Exception silent) when (silent is HttpRequestException || silent is TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Makes a request.</summary>
    /// <param name="request">The request, with what is expected of its answer.</param>
    /// <param name="service">Where the service answers.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What is wrong with the answer; null when it is as expected.</returns>
    /// <exception cref="StrataException">The host was lost, or forwards nothing (exit code 4).</exception>
    public async Task<string?> AskAsync(SmokeRequest request, Uri service, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(service, request.Path));
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body));
            message.Content.Headers.ContentType = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type : null;
        }

        try
        {
            using var answer = await _client.SendAsync(message, cancellation).ConfigureAwait(false);
            var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            return (int)answer.StatusCode != request.Status ? $"answered {(int)answer.StatusCode} in place of {request.Status}: {Short(text)}"
                : request.Contains is { } expected && !text.Contains(expected, StringComparison.Ordinal) ? $"its answer does not contain '{expected}': {Short(text)}"
                : null;
        }
        catch (HttpRequestException e) when (e.InnerException is StrataException)
        {
            throw e.InnerException;
        }
        catch (HttpRequestException e)
        {
            return $"was not answered: {e.Message.TrimEnd('.')}";
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"was not answered within {_client.Timeout.TotalSeconds:0} s";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static IPEndPoint Address(DnsEndPoint address) => new(IPAddress.Parse(address.Host.Trim('[', ']')), address.Port);

    private static string Short(string text) => text.Length == 0 ? "(nothing)" : text.Length > ToldText ? text[..ToldText] + "..." : text.Trim();
}
