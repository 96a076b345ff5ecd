namespace Strata.Oci;

/// <summary>What stands before the names of images in a registry: its host, and whatever path and owner the user gives.</summary>
public sealed record RegistryPrefix
{
    // Any image's name will do to find out whether the prefix is one.
    private const string Probe = "image";

    private RegistryPrefix(string text) => Text = text;

    /// <summary>Such as <c>gitea.example/harkon</c>; no slash at its end.</summary>
    public string Text { get; }

    /// <summary>The registry's host, with a port if it has one.</summary>
    public string Domain => Repository(Probe).Domain;

    /// <summary>Reads what the user gives.</summary>
    /// <param name="registry">A host, or a host with a path: <c>docker.io/gdiamos</c>, <c>localhost:5000</c>.</param>
    /// <param name="owner">A path to add; null for none.</param>
    /// <exception cref="DefinitionException">No repository can have such a name.</exception>
    public static RegistryPrefix Create(string registry, string? owner = null)
    {
        if (registry.Contains("://", StringComparison.Ordinal))
        {
            throw Wrong(registry, $"'{registry}' is an address, not a registry", $"write '{registry[(registry.IndexOf("://", StringComparison.Ordinal) + 3)..].TrimEnd('/')}'");
        }

        var text = registry.TrimEnd('/') + (string.IsNullOrEmpty(owner) ? "" : "/" + owner.Trim('/'));
        if (ImageReference.WhyInvalid($"{text}/{Probe}") is { } problem)
        {
            throw Wrong(text, problem.Replace($"/{Probe}'", "'", StringComparison.Ordinal), "give a host and perhaps a path, such as 'gitea.example/harkon'");
        }

        var prefix = new RegistryPrefix(text);
        return prefix.Repository(Probe).Path.StartsWith("library/", StringComparison.Ordinal) && prefix.Domain == ImageReference.DefaultDomain
            ? throw Wrong(text, "Docker Hub has no repositories without an owner", "add --owner, or write 'docker.io/<owner>'")
            : prefix;
    }

    /// <summary>The repository of an image, without tag and digest.</summary>
    /// <exception cref="DefinitionException">The name is too long, or no name.</exception>
    public ImageReference Repository(string image) =>
        ImageReference.TryParse($"{Text}/{image}", out var reference)
            ? reference
            : throw Wrong(Text, ImageReference.WhyInvalid($"{Text}/{image}")!, null);

    /// <summary>The prefix itself.</summary>
    public override string ToString() => Text;

    private static DefinitionException Wrong(string text, string what, string? next) => new(new Problem($"registry '{text}'", what, next));
}
