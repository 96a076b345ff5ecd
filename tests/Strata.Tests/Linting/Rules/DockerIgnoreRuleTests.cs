namespace Strata.Tests.Linting.Rules;

public class DockerIgnoreRuleTests() : RuleTests("ST075")
{
    private const string Web = "=== web\nFROM a:1\nCOPY . /app\n";

    [Test] public void Missing() => Assert.That(Found(Web).Single().Finding.What, Is.EqualTo("the build context has no .dockerignore"));
    [Test] public void Without_git() => Catches($"{Web}=== .dockerignore\n[|**/.venv|]\n**/.env\n**/__pycache__\n");
    [Test] public void Taken_back() => Catches($"{Web}=== .dockerignore\n[|*|]\n!.env\n");
    [Test] public void Everything_but_what_is_named() => Allows($"{Web}=== .dockerignore\n*\n!services\n**/__pycache__\n");
    [Test] public void Of_the_dockerfile_itself() => Allows($"{Web}=== docker/web/Dockerfile.dockerignore\n*\n");
    [Test] public void Nothing_is_read() => Allows("=== web\nFROM a:1");
}
