using System.Text.RegularExpressions;

namespace Strata.Tests;

/// <summary>A room uses only rooms left of it; the compiler keeps projects apart, this keeps rooms apart.</summary>
public class LayeringTests
{
    private static readonly string[] Core = ["Oci", "Dockerfiles", "Dependencies", "Layers", "Graph", "Linting", "Planning", "Workflows", "Reports"];
    private static readonly string[] Engine = ["Hosts", "Files", "Sync", "Engines", "Registry", "Forges", "Records", "BuildKit", "Supplies", "Running", "Publishing", "ImageBuild", "Analysis"];

    [TestCase("src/Strata", "Strata")]
    [TestCase("src/Strata.Engine", "Strata.Engine")]
    public void Rooms_use_only_rooms_left_of_them(string project, string root)
    {
        var rooms = root == "Strata" ? Core : Engine;
        Assert.That(Sources(project).SelectMany(f => Wrong(f, root, rooms)), Is.Empty);
    }

    [TestCase("src/Strata", "Strata")]
    [TestCase("src/Strata.Engine", "Strata.Engine")]
    public void Folders_are_namespaces_and_first_folders_are_rooms(string project, string root)
    {
        var rooms = root == "Strata" ? Core : Engine;
        foreach (var (path, text) in Sources(project))
        {
            var folders = Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(Root(), project), path))!.Replace(Path.DirectorySeparatorChar, '.');
            if (folders != "Properties" && Regex.Match(text, @"^namespace ([\w.]+);", RegexOptions.Multiline) is { Success: true } declared)
            {
                Assert.That(declared.Groups[1].Value, Is.EqualTo(folders.Length == 0 ? root : $"{root}.{folders}"), path);
                Assert.That(folders.Length == 0 || rooms.Contains(folders.Split('.')[0]), Is.True, $"{path} stands in no room");
            }
        }
    }

    [Test]
    public void The_second_ssh_transport_uses_hosts_and_nothing_else()
    {
        var files = Sources("src/Strata.SshNet").ToArray();
        Assert.That(files, Is.Not.Empty);
        Assert.That(files.SelectMany(f => Regex.Matches(f.Text, @"\busing Strata\.([\w.]+);").Select(m => m.Groups[1].Value)).Distinct(), Is.EqualTo(new[] { "Engine.Hosts" }));
        Assert.That(files.Select(f => Regex.Match(f.Text, @"^namespace ([\w.]+);", RegexOptions.Multiline).Groups[1].Value).Distinct(), Is.EqualTo(new[] { "Strata.SshNet" }));
    }

    [Test]
    public void A_room_that_looks_right_is_found()
    {
        var file = ("src/Strata/Oci/X.cs", "using Strata.Graph;\nnamespace Strata.Oci;\nclass X { Strata.Planning.BuildPlan Plan; Strata.Oci.Digest D; }");
        Assert.That(Wrong(file, "Strata", Core), Is.EqualTo(new[] { "src/Strata/Oci/X.cs: Oci uses Graph", "src/Strata/Oci/X.cs: Oci uses Planning" }));
    }

    private static IEnumerable<string> Wrong((string Path, string Text) file, string root, string[] rooms)
    {
        var room = Regex.Match(file.Text, $@"^namespace {Regex.Escape(root)}\.(\w+)", RegexOptions.Multiline).Groups[1].Value;
        var place = Array.IndexOf(rooms, room);

        // The root of a project stands left of all its rooms: it may use none.
        return Regex.Matches(file.Text, $@"\b{Regex.Escape(root)}\.(\w+)")
            .Select(m => m.Groups[1].Value)
            .Where(used => Array.IndexOf(rooms, used) > place)
            .Distinct()
            .Select(used => $"{file.Path}: {(room.Length == 0 ? root : room)} uses {used}");
    }

    private static IEnumerable<(string Path, string Text)> Sources(string project) =>
        Directory.EnumerateFiles(Path.Combine(Root(), project), "*.cs", SearchOption.AllDirectories)
            .Where(f => !Regex.IsMatch(Path.GetRelativePath(Root(), f), @"[\\/](bin|obj)[\\/]"))
            .Select(f => (f, File.ReadAllText(f)));

    private static string Root()
    {
        var directory = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Strata.slnx")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new DirectoryNotFoundException("no Strata.slnx above the tests");
    }
}
