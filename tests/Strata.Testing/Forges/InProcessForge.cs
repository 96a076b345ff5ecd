using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Engine.Forges;
using Strata.Oci;
using Strata.Workflows;

namespace Strata.Testing.Forges;

/// <summary>The part of a forge's API that opens pull requests, on a loopback port of this process; one repository, <c>team/images</c>.</summary>
/// <remarks>It is strict where the two forges differ: Gitea makes files by POST and branches by <c>new_branch</c>, GitHub neither.</remarks>
public sealed class InProcessForge : IAsyncDisposable
{
    private const string Token = "forge-token";
    private readonly LoopbackServer _server;
    private readonly Forge _kind;
    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary>Starts it, with a branch <c>main</c>.</summary>
    public InProcessForge(Forge kind)
    {
        _kind = kind;
        Branches["main"] = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        _server = new LoopbackServer(ServeAsync);
    }

    /// <summary>Its address, as a runner names it.</summary>
    public string Server => $"http://{_server.Address}";

    /// <summary>Files of each branch.</summary>
    public ConcurrentDictionary<string, ConcurrentDictionary<string, string>> Branches { get; } = new(StringComparer.Ordinal);

    /// <summary>Pull requests in the order of their numbers, from 1.</summary>
    public List<ForgePull> Pulls { get; } = [];

    /// <summary>What it was asked: method and path.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>What a runner of this forge sets.</summary>
    public IReadOnlyDictionary<string, string?> Variables => new Dictionary<string, string?>
    {
        ["GITHUB_ACTIONS"] = "true",
        ["GITEA_ACTIONS"] = _kind == Forge.Gitea ? "true" : null,
        ["GITHUB_SERVER_URL"] = Server,
        ["GITHUB_API_URL"] = Server + Root,
        ["GITHUB_REPOSITORY"] = "team/images",
        ["GITHUB_REF_NAME"] = "main",
        ["FORGE_TOKEN"] = Token,
    };

    private string Root => _kind == Forge.Gitea ? "/api/v1" : "/api/v3";

    /// <summary>A client with the right token.</summary>
    public ForgeClient Connect(string token = Token) => new(ForgeAddress.OfRun(n => Variables.GetValueOrDefault(n))!, new Engine.Hosts.Secret(token));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync().ConfigureAwait(false);
        var path = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath);
        _calls.Enqueue($"{context.Request.HttpMethod} {path}");
        var scheme = _kind == Forge.Gitea ? "token" : "Bearer";
        var (status, answer) = context.Request.Headers["Authorization"] != $"{scheme} {Token}" ? (401, Message("bad credentials"))
            : path.StartsWith($"{Root}/repos/team/images/", StringComparison.Ordinal)
                ? Answer(context.Request.HttpMethod, path[$"{Root}/repos/team/images/".Length..], context.Request.QueryString["ref"], body.Length == 0 ? null : JsonNode.Parse(body))
                : (404, Message("no such repository"));
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.ToJsonString())).ConfigureAwait(false);
        context.Response.Close();
    }

    private (int Status, JsonNode Answer) Answer(string method, string path, string? reference, JsonNode? body) => (method, path.Split('/', 2)) switch
    {
        ("GET", ["pulls"]) => (200, new JsonArray([.. Pulls.Where(p => p.IsOpen).Select(p => (JsonNode)Pull(p))])),
        ("POST", ["pulls"]) => Open(body!),
        ("PATCH", ["pulls", var number]) => Rewrite(int.Parse(number), body!),
        ("GET", ["branches", var branch]) => Branches.ContainsKey(branch) ? (200, new JsonObject { ["name"] = branch }) : (404, Message("no such branch")),
        ("GET", ["contents", var file]) => Branches.GetValueOrDefault(reference ?? "main")?.GetValueOrDefault(file) is { } text ? (200, Content(text)) : (404, Message("no such file")),
        ("PUT" or "POST", ["contents", var file]) => Write(method, file, body!),
        ("GET", ["git", var reff]) when _kind == Forge.GitHub && Branches.ContainsKey(reff["ref/heads/".Length..]) =>
            (200, new JsonObject { ["object"] = new JsonObject { ["sha"] = "commit-of-" + reff["ref/heads/".Length..] } }),
        ("POST", ["git", "refs"]) when _kind == Forge.GitHub => Branch((string)body!["ref"]!, (string)body["sha"]!),
        _ => (404, Message($"{_kind} knows no {method} {path}")),
    };

    private (int, JsonNode) Branch(string reference, string commit)
    {
        var files = Branches[commit["commit-of-".Length..]];
        return Branches.TryAdd(reference["refs/heads/".Length..], new ConcurrentDictionary<string, string>(files)) ? (201, new JsonObject()) : (422, Message("Reference already exists"));
    }

    private (int, JsonNode) Write(string method, string file, JsonNode body)
    {
        var branch = (string?)body["branch"] ?? "main";
        if ((string?)body["new_branch"] is { } made)
        {
            if (_kind == Forge.GitHub || !Branches.TryAdd(made, new ConcurrentDictionary<string, string>(Branches[branch])))
            {
                return (422, Message("branch already exists"));
            }

            branch = made;
        }

        var files = Branches[branch];
        var id = files.TryGetValue(file, out var before) ? Id(before) : null;
        if (id != (string?)body["sha"] || (_kind == Forge.Gitea && (method == "POST") != (id is null)))
        {
            return (409, Message("sha does not match"));
        }

        files[file] = Encoding.UTF8.GetString(Convert.FromBase64String((string)body["content"]!));
        return (201, new JsonObject());
    }

    private (int, JsonNode) Open(JsonNode body)
    {
        var head = (string)body["head"]!;
        if (!Branches.ContainsKey(head) || Pulls.Any(p => p.IsOpen && p.Branch == head))
        {
            return (409, Message("no such branch, or a pull request of it is open"));
        }

        Pulls.Add(new ForgePull(Pulls.Count + 1, head, (string)body["base"]!, (string)body["title"]!, (string)body["body"]!));
        return (201, Pull(Pulls[^1]));
    }

    private (int, JsonNode) Rewrite(int number, JsonNode body)
    {
        Pulls[number - 1] = Pulls[number - 1] with { Title = (string)body["title"]!, Body = (string)body["body"]! };
        return (200, Pull(Pulls[number - 1]));
    }

    private JsonObject Pull(ForgePull pull) => new()
    {
        ["number"] = pull.Number,
        ["html_url"] = $"{Server}/team/images/pulls/{pull.Number}",
        ["head"] = new JsonObject { ["ref"] = pull.Branch },
    };

    // GitHub cuts base64 into lines.
    private JsonObject Content(string text) => new()
    {
        ["sha"] = Id(text),
        ["content"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text), _kind == Forge.GitHub ? Base64FormattingOptions.InsertLineBreaks : Base64FormattingOptions.None),
    };

    private static string Id(string text) => Digest.Of(Encoding.UTF8.GetBytes(text)).Hex[..40];

    private static JsonObject Message(string text) => new() { ["message"] = text };
}

/// <summary>A pull request.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Branch">What it would merge.</param>
/// <param name="Base">Into what.</param>
/// <param name="Title">Its title.</param>
/// <param name="Body">Its text.</param>
public sealed record ForgePull(long Number, string Branch, string Base, string Title, string Body)
{
    /// <summary>Nobody has closed or merged it.</summary>
    public bool IsOpen { get; init; } = true;
}
