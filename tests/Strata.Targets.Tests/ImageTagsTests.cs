using Strata.Engine.Hosts;

namespace Strata.Targets.Tests;

/// <summary>The tag of images that have no version, from a real repository.</summary>
public sealed class ImageTagsTests
{
    private string _root = null!;

    [SetUp]
    public async Task Commit()
    {
        _root = Directory.CreateTempSubdirectory("strata-tags-").FullName;
        Directory.CreateDirectory(Path.Combine(_root, ".nuke"));
        File.WriteAllText(Path.Combine(_root, ".nuke/build.schema.json"), "{}");
        File.WriteAllText(Path.Combine(_root, "Dockerfile"), "FROM scratch\n");
        await GitAsync("init", "-q");
        await GitAsync("add", ".");
        await GitAsync("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", "first");
        await GitAsync("tag", "v1.2");
    }

    [TearDown]
    public void Remove() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task Tag_of_git_names_the_commit() => Assert.That(await DescribeAsync(), Is.EqualTo("v1.2"));

    [TestCase("Dockerfile", "v1.2-dirty")]
    [TestCase(".nuke/build.schema.json", "v1.2", Description = "Nuke writes it at each call")]
    [TestCase("untracked.txt", "v1.2")]
    public async Task Changed_files_of_the_commit_are_told(string file, string tag)
    {
        File.WriteAllText(Path.Combine(_root, file), "another content\n");

        Assert.That(await DescribeAsync(), Is.EqualTo(tag));
        Assert.That(await ImageTags.DescribeAsync(Directory.CreateDirectory(Path.Combine(_root, "below")).FullName, default), Is.EqualTo(file == ".nuke/build.schema.json" ? "v1.2-dirty" : tag), "the schema of a build below is another one");
    }

    [Test]
    public async Task What_git_cannot_compare_counts_as_changed()
    {
        File.WriteAllText(Path.Combine(_root, ".git/index"), "no index");

        Assert.That(await DescribeAsync(), Is.EqualTo("v1.2-dirty"));
    }

    [Test]
    public async Task Without_a_commit_git_says_nothing()
    {
        Directory.Delete(Path.Combine(_root, ".git"), recursive: true);
        await GitAsync("init", "-q");

        Assert.That(await DescribeAsync(), Is.Null);
    }

    private Task<string?> DescribeAsync() => ImageTags.DescribeAsync(_root, default);

    private Task GitAsync(params string[] words) => new LocalHost().RequireAsync(new Command("git", [.. words]) { WorkingDirectory = _root }, default);
}
