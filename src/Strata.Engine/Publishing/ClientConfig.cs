using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Engine.Registry;
using Strata.Oci;

namespace Strata.Engine.Publishing;

/// <summary>A config of the docker client with the credential of one registry, in a folder that nobody else can enter; gone when disposed.</summary>
internal sealed class ClientConfig : IAsyncDisposable
{
    private const string HubKey = "https://index.docker.io/v1/";

    // A user's own contexts live in the folder that ours takes the place of.
    private const string MakeFolder =
        """umask 077; mkdir -p "$1" && if [ "$2" = own ] && [ -d "${DOCKER_CONFIG:-$HOME/.docker}/contexts" ]; then ln -s "${DOCKER_CONFIG:-$HOME/.docker}/contexts" "$1/contexts"; fi""";

    private readonly IBuildHost _host;
    private readonly string? _folder;

    private ClientConfig(IBuildHost host, string? folder, ImmutableDictionary<string, string?> environment) => (_host, _folder, Environment) = (host, folder, environment);

    /// <summary>What the client has to be run with.</summary>
    public ImmutableDictionary<string, string?> Environment { get; }

    /// <summary>Writes the config; without a credential nothing is written, and the client knows what it knows.</summary>
    public static async Task<ClientConfig> CreateAsync(
        IBuildHost host, EngineConnection engine, ICredentialSource credentials, string domain, string scratch, CancellationToken cancellation)
    {
        var nothing = ImmutableDictionary<string, string?>.Empty;
        if (await credentials.FindAsync(domain, cancellation).ConfigureAwait(false) is not { } credential)
        {
            return new ClientConfig(host, null, nothing);
        }

        var context = engine.Kind == EngineKind.Docker ? await ContextAsync(host, engine, cancellation).ConfigureAwait(false) : null;
        var folder = $"{scratch.TrimEnd('/')}/push-{Guid.NewGuid():N}";
        var config = new ClientConfig(host, folder, nothing.Add("DOCKER_CONFIG", folder).AddRange(context is null ? [] : [KeyValuePair.Create("DOCKER_CONTEXT", (string?)context)]));
        try
        {
            await host.RequireAsync(new Command("sh", "-c", MakeFolder, "sh", folder, context is null ? "ours" : "own"), cancellation).ConfigureAwait(false);
            await host.WriteFileAsync($"{folder}/config.json", Render(domain, credential), isPrivate: true, cancellation).ConfigureAwait(false);
            return config;
        }
        catch
        {
            await config.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            // A cancellation must not leave a secret behind.
            await _host.DeleteDirectoryAsync(_folder, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<string?> ContextAsync(IBuildHost host, EngineConnection engine, CancellationToken cancellation)
    {
        var shown = await host.CaptureAsync(new Command(engine.Docker, "context", "show") { Environment = engine.Environment }, cancellation).ConfigureAwait(false);
        return shown.ExitCode == 0 && shown.Output.Trim() is { Length: > 0 } name ? name : null;
    }

    private static byte[] Render(string domain, RegistryCredential credential)
    {
        var login = credential.IsIdentityToken ? $"{credential.User}:" : $"{credential.User}:{credential.Password.Reveal()}";
        var entry = new Dictionary<string, string> { ["auth"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(login)) };
        if (credential.IsIdentityToken)
        {
            entry["identitytoken"] = credential.Password.Reveal();
        }

        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["auths"] = new Dictionary<string, object> { [domain == ImageReference.DefaultDomain ? HubKey : domain] = entry },
        });
    }
}
