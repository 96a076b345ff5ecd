using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Strata.Oci;

namespace Strata.Testing.Registry;

/// <summary>A registry on a loopback port of this process, with faults as a test scripts them.</summary>
public sealed partial class InProcessRegistry : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly ScriptedFaults _faults = new();
    private readonly ConcurrentQueue<RegistryCall> _calls = new();

    /// <summary>Starts it.</summary>
    public InProcessRegistry() => _server = new LoopbackServer(ServeAsync);

    /// <summary>Host and port, as references name it.</summary>
    public string Address => _server.Address;

    /// <summary>Who may come in; null for anybody.</summary>
    public (string User, string Password)? User { get; set; }

    /// <summary>Users are let in by a token of the token server (which is this one too), not by password.</summary>
    public bool UsesTokens { get; init; }

    /// <summary>The identity token that the token server takes in place of a password.</summary>
    public string? IdentityToken { get; init; }

    /// <summary>Repositories by name.</summary>
    public ConcurrentDictionary<string, RegistryContent> Repositories { get; } = new(StringComparer.Ordinal);

    /// <summary>What it was asked, in order.</summary>
    public IReadOnlyList<RegistryCall> Calls => [.. _calls];

    /// <summary>Lets the next requests go wrong that have this method and whose path ends so.</summary>
    public InProcessRegistry Fail(string method, string pathEnd, RegistryFault fault, int times = 1)
    {
        _faults.Add(method, pathEnd, fault, times);
        return this;
    }

    /// <summary>Ends all that was to go wrong.</summary>
    public void Mend() => _faults.Clear();

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [GeneratedRegex("^/v2/(.+)/(manifests|blobs|tags)/(.*)$")]
    private static partial Regex RepositoryPath();

    private async Task ServeAsync(HttpListenerContext context)
    {
        var request = context.Request;
        var path = request.Url!.AbsolutePath;
        _calls.Enqueue(new RegistryCall(request.HttpMethod, path, request.Url.Query, request.Headers["Authorization"]));
        var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body).ConfigureAwait(false);
        var fault = _faults.Take(request.HttpMethod, path);
        var answer = fault switch
        {
            RegistryFault.Status { Code: var code, RetryAfter: var after } => Error(code, "SCRIPTED") with { Headers = after is null ? [] : [("Retry-After", after)] },
            RegistryFault.Redirected { To: var to } => new Answer(307, [], [("Location", to.AbsoluteUri)]),
            _ => Reply(request, path, body.ToArray()),
        };
        await SendAsync(context, answer, fault).ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpListenerContext context, Answer answer, RegistryFault? fault)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers ?? [])
        {
            response.Headers[name] = value;
        }

        var body = fault is RegistryFault.Damaged ? [.. answer.Body.SkipLast(1), (byte)(answer.Body[^1] ^ 1)] : answer.Body;
        if (fault is RegistryFault.Dropped)
        {
            // The listener itself would end an answer that was not begun in good order.
            body = [.. " "u8, .. body, .. " "u8];
        }

        response.ContentType = answer.ContentType;
        response.ContentLength64 = body.Length;
        if (context.Request.HttpMethod != "HEAD")
        {
            if (fault is RegistryFault.CutShort or RegistryFault.Dropped)
            {
                await response.OutputStream.WriteAsync(body.AsMemory(0, fault is RegistryFault.Dropped ? 1 : body.Length / 2)).ConfigureAwait(false);
                await response.OutputStream.FlushAsync().ConfigureAwait(false);
                response.Abort();
                return;
            }

            await response.OutputStream.WriteAsync(body).ConfigureAwait(false);
        }

        response.Close();
    }

    private Answer Reply(HttpListenerRequest request, string path, byte[] body)
    {
        if (path == "/token")
        {
            return Token(request, Encoding.UTF8.GetString(body));
        }

        if (Denied(request) is { } denied)
        {
            return denied;
        }

        return RepositoryPath().Match(path) is not { Success: true } match ? new Answer(path == "/v2/" ? 200 : 404, [])
            : match.Groups[2].Value switch
            {
                "manifests" => Manifests(request, match.Groups[1].Value, match.Groups[3].Value, body),
                "blobs" => Blobs(request, match.Groups[1].Value, match.Groups[3].Value, body),
                _ => Tags(request, match.Groups[1].Value),
            };
    }

    private Answer? Denied(HttpListenerRequest request)
    {
        if (User is not { } user)
        {
            return null;
        }

        var scope = RepositoryPath().Match(request.Url!.AbsolutePath) is { Success: true } match
            ? $"repository:{match.Groups[1].Value}:{(request.HttpMethod is "GET" or "HEAD" ? "pull" : "pull,push")}"
            : "";
        var header = request.Headers["Authorization"];
        var isIn = UsesTokens
            ? header is not null && Encoding.UTF8.GetString(FromBase64(header.Replace("Bearer ", ""))).Split(' ').Any(s => s == scope || s == scope.Replace(":pull", ":pull,push"))
            : header == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.User}:{user.Password}"));
        var challenge = UsesTokens ? $"Bearer realm=\"http://{Address}/token\",service=\"tests\",scope=\"{scope}\"" : "Basic realm=\"tests\"";
        return isIn ? null : Error(401, "UNAUTHORIZED") with { Headers = [("WWW-Authenticate", challenge)] };
    }

    private Answer Token(HttpListenerRequest request, string form)
    {
        var isUser = User is { } user && request.Headers["Authorization"] == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.User}:{user.Password}"));
        var isKnown = IdentityToken is not null && form.Contains($"refresh_token={IdentityToken}", StringComparison.Ordinal);
        if (!isUser && !isKnown)
        {
            return Error(401, "UNAUTHORIZED");
        }

        var scopes = isKnown
            ? Uri.UnescapeDataString(form.Split('&').Single(p => p.StartsWith("scope=", StringComparison.Ordinal))[6..].Replace('+', ' '))
            : string.Join(' ', request.QueryString.GetValues("scope") ?? []);
        return new Answer(200, JsonSerializer.SerializeToUtf8Bytes(new { token = Convert.ToBase64String(Encoding.UTF8.GetBytes(scopes)), expires_in = 300 }));
    }

    private Answer Manifests(HttpListenerRequest request, string name, string reference, byte[] body)
    {
        if (request.HttpMethod == "PUT")
        {
            var digest = Repositories.GetOrAdd(name, _ => new RegistryContent()).Put(reference, request.ContentType ?? "", body);
            return new Answer(201, [], [("Docker-Content-Digest", digest), ("Location", $"/v2/{name}/manifests/{digest}")]);
        }

        return Repositories.GetValueOrDefault(name)?.Find(reference) is var (found, type, content)
            ? new Answer(200, content, [("Docker-Content-Digest", found)]) { ContentType = type }
            : Error(404, "MANIFEST_UNKNOWN");
    }

    private Answer Blobs(HttpListenerRequest request, string name, string rest, byte[] body)
    {
        switch (request.HttpMethod)
        {
            case "POST":
                if (request.QueryString["mount"] is { } mount && request.QueryString["from"] is { } from
                    && Repositories.GetValueOrDefault(from)?.Blobs.TryGetValue(mount, out var blob) == true)
                {
                    Repositories.GetOrAdd(name, _ => new RegistryContent()).Blobs[mount] = blob;
                    return new Answer(201, []);
                }

                return new Answer(202, [], [("Location", $"http://{Address}/v2/{name}/blobs/uploads/{Guid.NewGuid():N}?_state=secret")]);
            case "PUT":
                var wanted = request.QueryString["digest"] ?? "";
                if (Digest.Of(body).ToString() != wanted)
                {
                    return Error(400, "DIGEST_INVALID");
                }

                Repositories.GetOrAdd(name, _ => new RegistryContent()).Blobs[wanted] = body;
                return new Answer(201, []);
            default:
                return Repositories.GetValueOrDefault(name)?.Blobs.TryGetValue(rest, out var content) == true
                    ? new Answer(200, content) { ContentType = "application/octet-stream" }
                    : Error(404, "BLOB_UNKNOWN");
        }
    }

    private Answer Tags(HttpListenerRequest request, string name)
    {
        if (!Repositories.TryGetValue(name, out var content))
        {
            return Error(404, "NAME_UNKNOWN");
        }

        // Two at a time, so that clients have to turn pages.
        var last = request.QueryString["last"] ?? "";
        var tags = content.Tags.Keys.Order(StringComparer.Ordinal).Where(t => string.CompareOrdinal(t, last) > 0).ToArray();
        return new Answer(
            200,
            JsonSerializer.SerializeToUtf8Bytes(new { name, tags = tags.Take(2) }),
            tags.Length > 2 ? [("Link", $"</v2/{name}/tags/list?n=2&last={tags[1]}>; rel=\"next\"")] : []);
    }

    private static Answer Error(int status, string code) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(new { errors = new[] { new { code, message = "as scripted" } } }));

    private static byte[] FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : [];
    }

    private sealed record Answer(int Status, byte[] Body, (string Name, string Value)[]? Headers = null)
    {
        public string ContentType { get; init; } = "application/json";
    }
}
