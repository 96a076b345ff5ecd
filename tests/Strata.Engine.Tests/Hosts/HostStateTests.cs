using Strata.Engine.Hosts;
using Strata.Testing;

namespace Strata.Engine.Tests.Hosts;

/// <summary>What is cleaned of our folder on a host; its scripts are the same on any.</summary>
[Platform("Linux")]
public sealed class HostStateTests
{
    [Test]
    public async Task Cleaning_deletes_trees_and_roots_and_keeps_what_is_remembered()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in new[] { "trees/shop/x", "incoming/x", "supply/debian/x", "records/x", "locks/local", "other" })
        {
            Write(folder.Path, file);
        }

        await HostState.CleanAsync(new LocalHost(), folder.Path, default);

        Assert.That(Names(folder.Path), Is.EquivalentTo(new[] { "records", "locks", "other" }));
    }

    [Test]
    public async Task Cleaning_that_was_cut_off_is_in_the_way_of_no_other()
    {
        using var folder = new TemporaryFolder();
        Write(folder.Path, "gone/trees/left");
        Write(folder.Path, "trees/shop/x");

        await HostState.CleanAsync(new LocalHost(), folder.Path, default);

        Assert.That(Names(folder.Path), Is.Empty);
    }

    private static void Write(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
    }

    private static IEnumerable<string?> Names(string folder) => Directory.GetFileSystemEntries(folder).Select(Path.GetFileName);
}
