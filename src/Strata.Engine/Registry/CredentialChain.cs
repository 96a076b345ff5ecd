namespace Strata.Engine.Registry;

/// <summary>Asks several sources in order; the first that knows a registry answers for it.</summary>
/// <param name="sources">The one that goes first stands first; none means nobody is ever signed in.</param>
public sealed class CredentialChain(params IReadOnlyList<ICredentialSource> sources) : ICredentialSource
{
    /// <inheritdoc/>
    public async Task<RegistryCredential?> FindAsync(string domain, CancellationToken cancellation)
    {
        foreach (var source in sources)
        {
            if (await source.FindAsync(domain, cancellation).ConfigureAwait(false) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
