using Strata.Engine.Hosts;
using Strata.Engine.Publishing;
using Strata.Engine.Registry;
using Strata.Graph;
using Strata.Oci;
using Strata.Targets.Components;

namespace Strata.Targets;

/// <summary>The registry of a call, and who the user is there.</summary>
internal static class RegistrySelection
{
    /// <summary>Where images are published to; null when the user names no registry.</summary>
    /// <exception cref="DefinitionException">No repository can have such a name.</exception>
    public static RegistryPrefix? Prefix(StrataSession session) =>
        session.Build is IHazRegistry { Registry: { Length: > 0 } registry } build ? RegistryPrefix.Create(registry, build.Owner) : null;

    /// <summary>Where images are published to.</summary>
    /// <exception cref="DefinitionException">The user names no registry, or one that is none.</exception>
    public static RegistryPrefix Require(StrataSession session) =>
        Prefix(session) ?? throw new DefinitionException(new Problem("registry", "none is named", "add --registry gitea.example/harkon, or set REGISTRY"));

    /// <summary>Where an image's finished steps are kept; null when the call keeps them nowhere.</summary>
    /// <exception cref="DefinitionException">No registry is named, or the supply is Debian and nobody asked for it.</exception>
    public static Func<ImageDefinition, string>? Cache(StrataSession session)
    {
        if (session.Build is not IPublishImages { Cache: CacheChoice.Registry })
        {
            return null;
        }

        var prefix = Require(session);
        PushGuard.Check(session.Supply);
        var tag = session.Supply.Supply == Supply.Hub ? "buildcache" : $"buildcache-{session.Supply.Supply.ToWord()}";
        return image => $"{prefix.Repository(image.Name)}:{tag}";
    }

    /// <summary>REGISTRY_TOKEN for the registry of the call, then what docker login left.</summary>
    public static ICredentialSource Credentials(StrataSession session, IBuildHost host)
    {
        var variables = new VariableCredentials(Prefix(session)?.Domain, Environment.GetEnvironmentVariable);
        return DockerConfigCredentials.FileOf(Environment.GetEnvironmentVariable) is { } file
            ? new CredentialChain(variables, new DockerConfigCredentials(host, file))
            : variables;
    }
}
