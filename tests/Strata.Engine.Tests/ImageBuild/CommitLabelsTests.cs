using System.Collections.Immutable;
using Strata.Engine.Hosts;
using Strata.Engine.ImageBuild;

namespace Strata.Engine.Tests.ImageBuild;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CommitLabelsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("strata-git-").FullName;
    private readonly LocalHost _host = new();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task Each_image_has_the_commit_that_last_touched_its_files()
    {
        await GitAsync("init", "--quiet");
        await CommitAsync("a/ä b", "2024-05-01T10:00:00+02:00");
        await CommitAsync("b/x", "2024-05-02T10:00:00+02:00");
        await CommitAsync("README", "2024-05-03T10:00:00+02:00");
        var labels = await FindAsync();
        Assert.That(labels["a"]["org.opencontainers.image.created"], Is.EqualTo("2024-05-01T08:00:00Z"));
        Assert.That(labels["b"]["org.opencontainers.image.created"], Is.EqualTo("2024-05-02T08:00:00Z"));
        Assert.That(labels["a"]["org.opencontainers.image.revision"], Has.Length.EqualTo(40));
        Assert.That(labels.ContainsKey("c"), Is.False, "nobody committed it");
    }

    [Test]
    public async Task Without_git_there_are_no_labels() => Assert.That(await FindAsync(), Is.Empty);

    private Task<ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>> FindAsync() => new CommitLabels(_host, _root).FindAsync(
        new Dictionary<string, IEnumerable<string>> { ["a"] = ["a/ä b"], ["b"] = ["b/x", "b/y"], ["c"] = ["c/z"] }, CancellationToken.None);

    private async Task CommitAsync(string file, string date)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, file))!);
        await File.WriteAllTextAsync(Path.Combine(_root, file), date);
        await GitAsync("add", ".");
        await GitAsync("-c", "user.name=t", "-c", "user.email=t@example", "commit", "--quiet", "--message", file, "--date", date);
    }

    private async Task GitAsync(params string[] arguments)
    {
        var date = arguments.SkipWhile(a => a != "--date").Skip(1).FirstOrDefault();
        var command = new Command("git", [.. arguments]) { WorkingDirectory = _root, Environment = ImmutableDictionary<string, string?>.Empty.Add("GIT_COMMITTER_DATE", date) };
        await _host.RequireAsync(command, CancellationToken.None);
    }
}
