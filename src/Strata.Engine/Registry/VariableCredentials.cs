using Strata.Engine.Hosts;

namespace Strata.Engine.Registry;

/// <summary>REGISTRY_USER and REGISTRY_TOKEN, which count for the registry that is published to and for no other.</summary>
/// <param name="domain">That registry; null when none is named, and then the variables count for nothing.</param>
/// <param name="variable">Reads a variable.</param>
public sealed class VariableCredentials(string? domain, Func<string, string?> variable) : ICredentialSource
{
    /// <summary>The variable of the user's name.</summary>
    public const string UserVariable = "REGISTRY_USER";

    /// <summary>The variable of the password or access token.</summary>
    public const string TokenVariable = "REGISTRY_TOKEN";

    /// <inheritdoc/>
    public Task<RegistryCredential?> FindAsync(string domain, CancellationToken cancellation) => Task.FromResult(Find(domain));

    private RegistryCredential? Find(string asked)
    {
        if (asked != domain || variable(TokenVariable) is not { Length: > 0 } token)
        {
            return null;
        }

        // Registries that know a user by the token alone still want some name.
        return new RegistryCredential(variable(UserVariable) is { Length: > 0 } user ? user : "token", new Secret(token));
    }
}
