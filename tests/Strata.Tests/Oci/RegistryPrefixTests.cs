using Strata.Oci;

namespace Strata.Tests.Oci;

public class RegistryPrefixTests
{
    [TestCase("docker.io/gdiamos", null, "docker.io/gdiamos/router")]
    [TestCase("gitea.example/harkon/", null, "gitea.example/harkon/router")]
    [TestCase("gitea.example", "harkon", "gitea.example/harkon/router")]
    [TestCase("docker.io", "harkon", "docker.io/harkon/router")]
    [TestCase("localhost:5000", "", "localhost:5000/router")]
    [TestCase("[::1]:5000", "a/b", "[::1]:5000/a/b/router")]
    [TestCase("harkon", null, "docker.io/harkon/router")]
    public void Repositories_stand_below_it(string registry, string? owner, string repository) =>
        Assert.That(RegistryPrefix.Create(registry, owner).Repository("router").ToString(), Is.EqualTo(repository));

    [TestCase("https://gitea.example/harkon", null, "registry 'https://gitea.example/harkon': 'https://gitea.example/harkon' is an address, not a registry; write 'gitea.example/harkon'")]
    [TestCase("docker.io", null, "registry 'docker.io': Docker Hub has no repositories without an owner; add --owner, or write 'docker.io/<owner>'")]
    [TestCase("gitea.example/Harkon", null, "registry 'gitea.example/Harkon': 'gitea.example/Harkon' is no image reference: a repository is written in lower case; give a host and perhaps a path, such as 'gitea.example/harkon'")]
    [TestCase("a b", null, null)]
    [TestCase("", null, null)]
    [TestCase("gitea.example", "a//b", null)]
    public void What_is_no_registry_is_refused(string registry, string? owner, string? message)
    {
        var error = Assert.Throws<DefinitionException>(() => RegistryPrefix.Create(registry, owner));
        Assert.That(error!.Message, message is null ? Is.Not.Empty : Is.EqualTo(message));
    }
}
