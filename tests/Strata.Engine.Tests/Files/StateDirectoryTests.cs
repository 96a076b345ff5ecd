using Strata.Engine.Files;

namespace Strata.Engine.Tests.Files;

[Platform("Linux")]
public sealed class StateDirectoryTests
{
    private string root = null!;

    [SetUp]
    public void Create() => root = Directory.CreateTempSubdirectory("strata-state-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(root, recursive: true);

    [Test]
    public void The_state_home_goes_before_the_home_folder()
    {
        Assert.That(StateDirectory.Locate(Env(("XDG_STATE_HOME", "/s"), ("HOME", "/h"))).Root, Is.EqualTo("/s/strata"));
        Assert.That(StateDirectory.Locate(Env(("HOME", "/h"))).Root, Is.EqualTo("/h/.local/state/strata"));
        Assert.That(StateDirectory.Locate(Env(("XDG_STATE_HOME", "relative"), ("HOME", "/h"))).Root, Is.EqualTo("/h/.local/state/strata"));
    }

    [Test]
    public void Root_without_a_home_has_a_place_and_others_are_told()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Assert.That(StateDirectory.Locate(Env()).Root, Is.EqualTo("/var/lib/strata"));
            return;
        }
        Assert.Throws<StrataException>(() => StateDirectory.Locate(Env()));
    }

    [Test]
    public void The_runtime_folder_is_short_and_tells_state_folders_apart()
    {
        var deep = root + string.Concat(Enumerable.Repeat("/a-long-folder-name", 12));
        var one = StateDirectory.At(deep, Env(("XDG_RUNTIME_DIR", deep)));
        var two = StateDirectory.At(deep + "2", Env());

        Assert.That(one.Runtime, Has.Length.LessThanOrEqualTo(StateDirectory.MaxRuntimeLength));
        Assert.That(one.Runtime, Is.Not.EqualTo(two.Runtime));
        Assert.That(StateDirectory.At(deep + "/", Env()).Runtime, Is.EqualTo(StateDirectory.At(deep, Env()).Runtime));
    }

    [Test]
    public void Folders_are_made_for_nobody_else()
    {
        var state = new StateDirectory(root + "/state", root + "/run/id");
        state.Create();
        state.Create();

        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Assert.That(File.GetUnixFileMode(state.Root), Is.EqualTo(ownerOnly));
            Assert.That(File.GetUnixFileMode(state.Runtime), Is.EqualTo(ownerOnly));
        }
    }

    [Test]
    public void A_link_in_place_of_the_runtime_folder_is_refused()
    {
        Directory.CreateDirectory(root + "/elsewhere");
        Directory.CreateSymbolicLink(root + "/run", root + "/elsewhere");

        var thrown = Assert.Throws<StrataException>(() => new StateDirectory(root + "/state", root + "/run/id").Create());

        Assert.That(thrown!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
    }

    private static Func<string, string?> Env(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(v => v.Name == name).Value;
}
