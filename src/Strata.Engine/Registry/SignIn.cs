using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Strata.Engine.Registry;

/// <summary>Answers the challenges of registries: with the password, or with a token for just the rights that a call needs.</summary>
internal sealed class SignIn(HttpExchange exchange, ICredentialSource credentials, TimeProvider clock)
{
    // The specification says 60 seconds where the server says nothing; one that ends on its way is useless.
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, AuthChallenge> _challenges = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<Ticket>>> _tickets = new(StringComparer.Ordinal);

    /// <summary>What to send with a call; null before the registry has asked for anything.</summary>
    public async Task<AuthenticationHeaderValue?> HeaderAsync(RegistryRequest request, CancellationToken cancellation)
    {
        if (!_challenges.TryGetValue(request.Domain, out var challenge))
        {
            return null;
        }

        var key = Key(request);
        while (true)
        {
            var lazy = _tickets.GetOrAdd(key, _ => new Lazy<Task<Ticket>>(() => FetchAsync(request, challenge, cancellation)));
            try
            {
                var ticket = await lazy.Value.ConfigureAwait(false);
                if (ticket.Ends > clock.GetUtcNow())
                {
                    return ticket.Header;
                }
            }
            catch
            {
                _tickets.TryRemove(KeyValuePair.Create(key, lazy));
                throw;
            }

            _tickets.TryRemove(KeyValuePair.Create(key, lazy));
        }
    }

    /// <summary>Learns what the registry wants; false when it wants nothing that we can give.</summary>
    public bool Learn(RegistryRequest request, RegistryAnswer answer)
    {
        var headers = answer.Headers.TryGetValues("WWW-Authenticate", out var values) ? values : [];
        var challenges = AuthChallenge.Parse(headers);
        if ((challenges.FirstOrDefault(c => c.IsBearer && c["realm"] is not null) ?? challenges.FirstOrDefault(c => c.IsBasic)) is not { } challenge)
        {
            return false;
        }

        _challenges[request.Domain] = challenge;
        _tickets.TryRemove(Key(request), out _);
        return true;
    }

    private static string Key(RegistryRequest request) => string.Join(' ', request.Scopes.Prepend(request.Domain));

    private async Task<Ticket> FetchAsync(RegistryRequest request, AuthChallenge challenge, CancellationToken cancellation)
    {
        var credential = await credentials.FindAsync(request.Domain, cancellation).ConfigureAwait(false);
        if (challenge.IsBasic)
        {
            return new Ticket(credential is null or { IsIdentityToken: true } ? null : Basic(credential), DateTimeOffset.MaxValue);
        }

        var realm = Realm(request, challenge);
        RegistryAnswer answer;
        try
        {
            answer = await exchange.SendAsync(() => Question(request, challenge, realm, credential), isRepeatable: true, check: null, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            throw RegistryErrors.Lost(Call(request, realm), e);
        }

        return answer.IsSuccess && Read(answer.Body) is { } ticket ? ticket : throw RegistryErrors.Refused(Call(request, realm), answer);
    }

    private static Uri Realm(RegistryRequest request, AuthChallenge challenge)
    {
        // The user's password goes there, so it may go in the clear only where the registry itself is this machine's.
        if (Uri.TryCreate(challenge["realm"], UriKind.Absolute, out var realm)
            && (realm.Scheme == "https" || realm.Scheme == "http" && RegistryAddress.IsLoopback(request.Domain) && realm.IsLoopback))
        {
            return realm;
        }

        throw new RegistryException(new Problem(request.Place, $"{request.Text}: '{request.Domain}' wants to be signed in to at an address that is not secure"));
    }

    private static RegistryRequest Call(RegistryRequest request, Uri realm) =>
        new(HttpMethod.Get, request.Domain, realm.AbsoluteUri, request.Repository) { SignsIn = true };

    private static HttpRequestMessage Question(RegistryRequest request, AuthChallenge challenge, Uri realm, RegistryCredential? credential)
    {
        if (credential is { IsIdentityToken: true })
        {
            return new HttpRequestMessage(HttpMethod.Post, realm)
            {
                Content = new FormUrlEncodedContent(
                [
                    KeyValuePair.Create("grant_type", "refresh_token"),
                    KeyValuePair.Create("service", challenge["service"] ?? ""),
                    KeyValuePair.Create("client_id", "strata"),
                    KeyValuePair.Create("scope", string.Join(' ', request.Scopes)),
                    KeyValuePair.Create("refresh_token", credential.Password.Reveal()),
                ]),
            };
        }

        ImmutableArray<string> query =
        [
            .. challenge["service"] is { } service ? ImmutableArray.Create("service=" + Uri.EscapeDataString(service)) : [],
            .. request.Scopes.Select(s => "scope=" + Uri.EscapeDataString(s)),
        ];
        var address = new UriBuilder(realm) { Query = string.Join('&', query.Insert(0, realm.Query.TrimStart('?')).Where(q => q.Length > 0)) };
        return new HttpRequestMessage(HttpMethod.Get, address.Uri) { Headers = { Authorization = credential is null ? null : Basic(credential) } };
    }

    private static AuthenticationHeaderValue Basic(RegistryCredential credential) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.User}:{credential.Password.Reveal()}")));

    private Ticket? Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || (Text(root, "token") ?? Text(root, "access_token")) is not { Length: > 0 } token)
            {
                return null;
            }

            var lifetime = root.TryGetProperty("expires_in", out var seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt32(out var count) && count > 0
                ? TimeSpan.FromSeconds(count)
                : DefaultLifetime;
            return new Ticket(new AuthenticationHeaderValue("Bearer", token), clock.GetUtcNow() + (lifetime > 2 * Margin ? lifetime - Margin : lifetime));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record Ticket(AuthenticationHeaderValue? Header, DateTimeOffset Ends);
}
