using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Oci;

namespace Strata.Engine.Registry;

/// <summary>A config folder of the docker client that also signs it in to one registry; nobody else can enter it, and it is gone when disposed.</summary>
/// <remarks>All else (other logins, contexts, builders, plugins) is that of the folder that it takes the place of.</remarks>
public sealed class ClientConfig : IAsyncDisposable
{
    private const string HubKey = "https://index.docker.io/v1/";

    // Prints the folder that ours takes the place of.
    private const string MakeFolder =
        """
        umask 077
        from=${DOCKER_CONFIG:-$HOME/.docker}
        mkdir -p "$1"
        for part in "$from"/*; do
          if [ -e "$part" ] && [ "${part##*/}" != config.json ]; then ln -s "$part" "$1/"; fi
        done
        printf '%s\n' "$from"
        """;

    private readonly IBuildHost _host;
    private readonly string? _folder;

    private ClientConfig(IBuildHost host, string? folder, ImmutableDictionary<string, string?> environment) => (_host, _folder, Environment) = (host, folder, environment);

    /// <summary>Variables over those of the engine's connection.</summary>
    public ImmutableDictionary<string, string?> Environment { get; }

    /// <summary>Writes the config; without a credential nothing is written, and the client knows what it knows.</summary>
    /// <param name="host">Where the client runs.</param>
    /// <param name="engine">The engine whose client it is.</param>
    /// <param name="credentials">Who the user is.</param>
    /// <param name="domain">The registry.</param>
    /// <param name="scratch">A directory of the host for private files of a run; absolute, made when missing.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StrataException">Credentials cannot be read (exit code 5), or the folder cannot be made (4).</exception>
    public static async Task<ClientConfig> CreateAsync(
        IBuildHost host, EngineConnection engine, ICredentialSource credentials, string domain, string scratch, CancellationToken cancellation)
    {
        if (await credentials.FindAsync(domain, cancellation).ConfigureAwait(false) is not { } credential)
        {
            return new ClientConfig(host, null, ImmutableDictionary<string, string?>.Empty);
        }

        var folder = $"{scratch.TrimEnd('/')}/client-{Guid.NewGuid():N}";
        var config = new ClientConfig(host, folder, ImmutableDictionary<string, string?>.Empty.Add("DOCKER_CONFIG", folder));
        try
        {
            var made = await host.RequireAsync(new Command("sh", "-c", MakeFolder, "sh", folder) { Environment = engine.Environment }, cancellation).ConfigureAwait(false);
            var before = await host.ReadFileAsync($"{made.Output.Trim()}/config.json", cancellation).ConfigureAwait(false);
            await host.WriteFileAsync($"{folder}/config.json", Render(before, domain, credential), isPrivate: true, cancellation).ConfigureAwait(false);
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

    private static byte[] Render(byte[]? before, string domain, RegistryCredential credential)
    {
        var config = Parse(before);
        var login = credential.IsIdentityToken ? $"{credential.User}:" : $"{credential.User}:{credential.Password.Reveal()}";
        var entry = new JsonObject { ["auth"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(login)) };
        if (credential.IsIdentityToken)
        {
            entry["identitytoken"] = credential.Password.Reveal();
        }

        // A helper would be asked in place of what stands here; an empty one of this registry is none, whatever the store of the others.
        var key = domain == ImageReference.DefaultDomain ? HubKey : domain;
        Part(config, "auths")[key] = entry;
        Part(config, "credHelpers")[key] = "";
        return Encoding.UTF8.GetBytes(config.ToJsonString());
    }

    private static JsonObject Part(JsonObject config, string name)
    {
        if (config[name] is not JsonObject part)
        {
            config[name] = part = [];
        }

        return part;
    }

    private static JsonObject Parse(byte[]? before)
    {
        try
        {
            return before is { Length: > 0 } && JsonNode.Parse(before) is JsonObject config ? config : [];
        }
        catch (JsonException)
        {
            // The client itself will say so where it matters.
            return [];
        }
    }
}
