using Strata.Planning;

namespace Strata.Tests.Planning;

public sealed class ManifestDifferenceTests
{
    [TestCase("File services/app.py 1", "File services/app.py 2", "file services/app.py changed")]
    [TestCase("", "File a 1", "file a added")]
    [TestCase("File a 1", "", "file a deleted")]
    [TestCase("Argument TORCH_BACKEND cpu", "Argument TORCH_BACKEND cu124", "argument TORCH_BACKEND changed")]
    [TestCase("Parent base-ml 1", "Parent base-ml 2", "parent base-ml")]
    [TestCase("Parent base-ml 1", "", "parent base-ml deleted")]
    [TestCase("Upstream python:3.12-slim 1", "Upstream python:3.12-slim 2", "upstream python:3.12-slim moved")]
    [TestCase("Version version v1", "Version version v2", "version v1 -> v2")]
    [TestCase("", "Version version v2", "version v2")]
    [TestCase("Supply supply hub", "Supply supply debian", "supply hub -> debian")]
    [TestCase("Dockerfile docker/a/Dockerfile 1", "Dockerfile docker/a/Dockerfile 2", "docker/a/Dockerfile changed")]
    [TestCase("Format format 1", "Format format 2", "strata builds it otherwise than before")]
    [TestCase("File a 1;File b 1;File c 1;File d 1;File e 1", "", "file a deleted, file b deleted, file c deleted and 2 more")]
    [TestCase("File a 1", "File a 1", "")]
    public void Difference_is_told_as_people_say_it(string before, string after, string told) =>
        Assert.That(ManifestDifference.Tell(ManifestDifference.Between(Manifest(before), Manifest(after))), Is.EqualTo(told));

    private static InputManifest Manifest(string text) => new(text.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(e => e.Split(' ')).Select(e => new InputEntry(Enum.Parse<InputKind>(e[0]), e[1], e[2])));
}
