using System.Text;
using System.Text.Json;
using Strata.Engine.Hosts;

namespace Strata.Engine.Registry;

/// <summary>What <c>docker login</c> on a host left: credentials in its config file, or with the helper programs that the file names.</summary>
/// <param name="host">Where the user is logged in.</param>
/// <param name="file">The config file on that host; absolute.</param>
public sealed class DockerConfigCredentials(IBuildHost host, string file) : ICredentialSource
{
    private const string HubKey = "https://index.docker.io/v1/";
    private const string IdentityUser = "<token>";

    private readonly SemaphoreSlim _gate = new(1);
    private JsonElement? _config;

    /// <summary>The config file of a user: below DOCKER_CONFIG, else HOME; null when neither is set.</summary>
    public static string? FileOf(Func<string, string?> variable) =>
        variable("DOCKER_CONFIG") is { Length: > 0 } folder ? $"{folder.TrimEnd('/')}/config.json"
        : variable("HOME") is { Length: > 0 } home ? $"{home.TrimEnd('/')}/.docker/config.json"
        : null;

    /// <inheritdoc/>
    public async Task<RegistryCredential?> FindAsync(string domain, CancellationToken cancellation)
    {
        var config = await ReadAsync(cancellation).ConfigureAwait(false);
        var keys = Keys(domain);
        if (Helper(config, keys) is { } helper)
        {
            foreach (var key in keys)
            {
                if (await AskAsync(helper, key, cancellation).ConfigureAwait(false) is { } answer)
                {
                    return answer;
                }
            }
        }

        return keys.Select(key => Stored(config, key)).FirstOrDefault(c => c is not null);
    }

    // Clients wrote keys in several ways over the years.
    private static string[] Keys(string domain) => domain == Oci.ImageReference.DefaultDomain
        ? [HubKey, "index.docker.io", "docker.io", "registry-1.docker.io"]
        : [domain, $"https://{domain}", $"https://{domain}/", $"http://{domain}", $"https://{domain}/v1/", $"https://{domain}/v2/"];

    // An empty helper says that a registry has none, whatever the store of the others; the docker client reads it so, too.
    private static string? Helper(JsonElement config, string[] keys) =>
        ((Object(config, "credHelpers") is { } helpers ? keys.Select(k => Text(helpers, k)).FirstOrDefault(h => h is not null) : null)
            ?? Text(config, "credsStore")) is { Length: > 0 } helper ? helper : null;

    private RegistryCredential? Stored(JsonElement config, string key)
    {
        if (Object(config, "auths") is not { } auths || Object(auths, key) is not { } entry)
        {
            return null;
        }

        if (Text(entry, "identitytoken") is { Length: > 0 } token)
        {
            return new RegistryCredential(IdentityUser, new Secret(token), IsIdentityToken: true);
        }

        if (Text(entry, "auth") is not { Length: > 0 } auth)
        {
            return Text(entry, "username") is { Length: > 0 } user && Text(entry, "password") is { } password
                ? new RegistryCredential(user, new Secret(password))
                : null;
        }

        var bytes = new byte[auth.Length];
        return Convert.TryFromBase64String(auth, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\0').Split(':', 2) is [var name, var secret]
                ? new RegistryCredential(name, new Secret(secret))
                : throw Wrong($"the entry '{key}' of auths cannot be read", $"docker logout {key}, then docker login {key}");
    }

    private async Task<RegistryCredential?> AskAsync(string helper, string key, CancellationToken cancellation)
    {
        // The answer holds the secret, so nothing of it may end in an error.
        var output = await RunAsync(helper, key, cancellation).ConfigureAwait(false);
        if (output.ExitCode != 0)
        {
            return output.Output.Contains("not found", StringComparison.OrdinalIgnoreCase)
                ? null
                : throw Failed(helper, $"exited with code {output.ExitCode} when asked for '{key}'", "log in on the build host");
        }

        try
        {
            using var json = JsonDocument.Parse(output.Output);
            return Text(json.RootElement, "Username") is { } user && Text(json.RootElement, "Secret") is { Length: > 0 } secret
                ? new RegistryCredential(user, new Secret(secret), IsIdentityToken: user == IdentityUser)
                : null;
        }
        catch (JsonException)
        {
            throw Failed(helper, $"answered no JSON when asked for '{key}'", "mend it");
        }
    }

    private async Task<CommandOutput> RunAsync(string helper, string key, CancellationToken cancellation)
    {
        try
        {
            return await host.CaptureAsync(new Command($"docker-credential-{helper}", "get") { Input = key }, cancellation).ConfigureAwait(false);
        }
        catch (StrataException e) when (e.ExitCode == ExitCode.Unreachable)
        {
            throw Failed(helper, e.Problems[0].What, "put it on PATH", e);
        }
    }

    private async Task<JsonElement> ReadAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return _config ??= Parse(await host.ReadFileAsync(file, cancellation).ConfigureAwait(false));
        }
        finally
        {
            _gate.Release();
        }
    }

    private JsonElement Parse(byte[]? content)
    {
        try
        {
            using var json = JsonDocument.Parse(content is { Length: > 0 } ? content : "{}"u8.ToArray());
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : throw Wrong("is no JSON object", null);
        }
        catch (JsonException)
        {
            throw Wrong("is no JSON", "mend it, or docker login anew");
        }
    }

    private static RegistryException Failed(string helper, string what, string next, Exception? cause = null) =>
        new(new Problem($"docker-credential-{helper}", what, $"{next} or set {VariableCredentials.TokenVariable}"), cause: cause);

    private RegistryException Wrong(string what, string? next) => new(new Problem(file, what, next));

    private static JsonElement? Object(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
