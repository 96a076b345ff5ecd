namespace Strata.Engine.Registry;

/// <summary>Knows who the user is at a registry.</summary>
public interface ICredentialSource
{
    /// <summary>The credential for a registry; null when there is none, and the registry is asked as anybody.</summary>
    /// <param name="domain">The registry as references name it, such as <c>docker.io</c>.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="RegistryException">Credentials are there but cannot be read.</exception>
    Task<RegistryCredential?> FindAsync(string domain, CancellationToken cancellation);
}
