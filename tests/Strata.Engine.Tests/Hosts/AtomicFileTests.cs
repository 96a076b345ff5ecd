using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.Hosts;

public sealed class AtomicFileTests
{
    private string root = null!;

    [SetUp]
    public void Create() => root = Directory.CreateTempSubdirectory("strata-atomic-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(root, recursive: true);

    [TestCase(true, UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [TestCase(false, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    [Platform("Linux,MacOsX")]
    public async Task Private_files_are_the_owner_s_alone(bool isPrivate, UnixFileMode mode)
    {
        await AtomicFile.WriteAsync(root + "/a/b", "text", isPrivate, default);

        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(root + "/a/b"), Is.EqualTo(mode));
        }
        Assert.That(File.ReadAllBytes(root + "/a/b"), Is.EqualTo("text"u8.ToArray()));
    }

    [Test]
    public async Task A_write_that_fails_leaves_the_old_file_and_nothing_beside()
    {
        await AtomicFile.WriteAsync(root + "/file", "old", isPrivate: false, default);

        await Assert.ThrowsAsync(Is.InstanceOf<OperationCanceledException>(),
            () => AtomicFile.WriteAsync(root + "/file", "new", isPrivate: false, new CancellationToken(true)));

        Assert.That(File.ReadAllText(root + "/file"), Is.EqualTo("old"));
        Assert.That(Directory.GetFiles(root), Has.Length.EqualTo(1));
    }
}
