using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Engine.Hosts;
using Strata.Workflows;

namespace Strata.Engine.Forges;

/// <summary>What a forge's API does for us: read and write a file on a branch, open and rewrite a pull request.</summary>
public sealed class ForgeClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly ForgeAddress _address;
    private readonly Secret _token;

    /// <summary>Makes a client.</summary>
    /// <param name="address">The repository.</param>
    /// <param name="token">May write to the repository and open pull requests.</param>
    public ForgeClient(ForgeAddress address, Secret token)
    {
        (_address, _token) = (address, token);
        _http = new HttpClient { BaseAddress = address.Api, Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("strata", "1"));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(address.Kind == Forge.Gitea ? "token" : "Bearer", token.Reveal());
    }

    /// <summary>The open pull request whose branch begins so; null when there is none.</summary>
    public async Task<PullRequest?> FindOpenAsync(string branchPrefix, CancellationToken cancellation)
    {
        // Of 50 a page; each forge has its own word for that.
        for (var page = 1; ; page++)
        {
            var pulls = (await SendAsync(HttpMethod.Get, $"pulls?state=open&limit=50&per_page=50&page={page}", null, cancellation).ConfigureAwait(false))!.Value;
            foreach (var pull in pulls.EnumerateArray())
            {
                if (pull.GetProperty("head").GetProperty("ref").GetString() is { } branch && branch.StartsWith(branchPrefix, StringComparison.Ordinal))
                {
                    return Of(pull, branch);
                }
            }

            if (pulls.GetArrayLength() < 50)
            {
                return null;
            }
        }
    }

    /// <summary>Whether there is a branch of this name.</summary>
    public async Task<bool> HasBranchAsync(string branch, CancellationToken cancellation) =>
        await SendAsync(HttpMethod.Get, $"branches/{Uri.EscapeDataString(branch)}", null, cancellation, mayMiss: true).ConfigureAwait(false) is not null;

    /// <summary>A file on a branch: its blob's id and its text; null when there is none.</summary>
    public async Task<(string Id, string Text)?> ReadAsync(string path, string branch, CancellationToken cancellation) =>
        await SendAsync(HttpMethod.Get, $"contents/{path}?ref={Uri.EscapeDataString(branch)}", null, cancellation, mayMiss: true).ConfigureAwait(false) is { } file
            ? (file.GetProperty("sha").GetString()!, Encoding.UTF8.GetString(Convert.FromBase64String(file.GetProperty("content").GetString()!.ReplaceLineEndings(""))))
            : null;

    /// <summary>Makes a branch that stands where another one stands now, with one commit on it that writes the file.</summary>
    public async Task BranchAsync(string branch, ForgeChange change, CancellationToken cancellation)
    {
        var id = (await ReadAsync(change.Path, change.Base, cancellation).ConfigureAwait(false))?.Id;
        if (_address.Kind == Forge.Gitea)
        {
            await WriteAsync(change, id, change.Base, branch, cancellation).ConfigureAwait(false);
            return;
        }

        var reference = (await SendAsync(HttpMethod.Get, $"git/ref/heads/{change.Base}", null, cancellation).ConfigureAwait(false))!.Value;
        var commit = reference.GetProperty("object").GetProperty("sha").GetString();
        await SendAsync(HttpMethod.Post, "git/refs", new JsonObject { ["ref"] = $"refs/heads/{branch}", ["sha"] = commit }, cancellation).ConfigureAwait(false);
        await WriteAsync(change, id, branch, null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Commits the file to a branch that there is.</summary>
    /// <param name="change">The file and the commit's message.</param>
    /// <param name="id">The id of the blob that it replaces; null when there is no such file.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="cancellation">Ends the request.</param>
    public Task CommitAsync(ForgeChange change, string? id, string branch, CancellationToken cancellation) => WriteAsync(change, id, branch, null, cancellation);

    /// <summary>Opens a pull request.</summary>
    public async Task<PullRequest> OpenAsync(string branch, ForgeChange change, CancellationToken cancellation)
    {
        var pull = await SendAsync(HttpMethod.Post, "pulls", new JsonObject { ["head"] = branch, ["base"] = change.Base, ["title"] = change.Title, ["body"] = change.Body }, cancellation).ConfigureAwait(false);
        return Of(pull!.Value, branch);
    }

    /// <summary>Rewrites a pull request's title and text.</summary>
    public Task RewriteAsync(PullRequest pull, ForgeChange change, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Patch, $"pulls/{pull.Number}", new JsonObject { ["title"] = change.Title, ["body"] = change.Body }, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static PullRequest Of(JsonElement pull, string branch) => new(pull.GetProperty("number").GetInt64(), branch, pull.GetProperty("html_url").GetString()!);

    private Task WriteAsync(ForgeChange change, string? id, string branch, string? newBranch, CancellationToken cancellation)
    {
        var body = new JsonObject
        {
            ["message"] = change.Title,
            ["content"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(change.Text)),
            ["branch"] = branch,
        };
        if (id is not null)
        {
            body.Add("sha", id);
        }

        if (newBranch is not null)
        {
            body.Add("new_branch", newBranch);
        }

        // Gitea makes a file by POST and changes one by PUT; GitHub does both by PUT.
        var method = id is null && _address.Kind == Forge.Gitea ? HttpMethod.Post : HttpMethod.Put;
        return SendAsync(method, $"contents/{change.Path}", body, cancellation);
    }

    private async Task<JsonElement?> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation, bool mayMiss = false)
    {
        var place = $"{_address.Kind} {method} {_address.Repository}/{path.Split('?')[0]}";
        using var request = new HttpRequestMessage(method, $"repos/{_address.Repository}/{path}") { Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        try
        {
            using var answer = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
            if (mayMiss && answer.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? JsonElement.Parse(text.Length == 0 ? "null" : text) : throw Refused(place, answer.StatusCode, text);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new StrataException(ExitCode.Unreachable, new Problem(place, $"no answer that makes sense: {_token.Redact(e.Message)}", $"see whether {_address.Api} can be reached from here"), e);
        }
    }

    private StrataException Refused(string place, HttpStatusCode status, string text)
    {
        var next = status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound
            ? "FORGE_TOKEN has to be a token that may write to the repository and open pull requests"
            : "see what the forge says, and run it again";
        return new StrataException(ExitCode.Registry, new Problem(place, $"{(int)status} {_token.Redact(Message(text))}".TrimEnd(), next));
    }

    private static string Message(string text)
    {
        try
        {
            return JsonElement.Parse(text) is { ValueKind: JsonValueKind.Object } answer && answer.TryGetProperty("message", out var message) ? message.ToString() : "";
        }
        catch (JsonException)
        {
            // A proxy before the forge answers in HTML, of which nobody wants to read.
            return "";
        }
    }
}
