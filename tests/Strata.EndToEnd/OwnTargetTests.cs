namespace Strata.EndToEnd;

/// <summary>Targets of a build's own between those that are images.</summary>
public sealed class OwnTargetTests
{
    [Test]
    public async Task Target_that_fails_ends_what_is_still_built()
    {
        await Needs.PrivateEngineAsync();
        using var request = new HeldRequest();
        using var clone = await SmallImages.CloneAsync(EngineHome.Path);
        await SmallImages.AddBusyboxAsync(clone);
        File.AppendAllText(Path.Combine(clone.Directory, "docker/leaf/Dockerfile"), $"RUN [\"/bin/busybox\", \"wget\", \"-q\", \"-O\", \"/dev/null\", \"{request.Url}\"]\n");
        var file = Path.Combine(clone.Directory, "fail");
        clone.More = clone.More.SetItem("STAGE_OWN", file);
        using var call = RunningCall.Start(clone, "Base", "Own", "Leaf", "--supply", "Debian");
        await request.Asked.WaitAsync(RemoteStage.Patience);

        File.WriteAllText(file, "");
        var end = await call.EndAsync(TimeSpan.FromSeconds(60));

        Assert.That(end.ExitCode, Is.EqualTo(255), end.ToString());
        Assert.That(end.ToString(), Does.Contain("a target of the user's own").And.Match("leaf .*cancelled"));
    }

    [Test]
    public async Task Image_that_no_target_waits_for_is_built_although_what_stands_on_it_fails()
    {
        await Needs.PrivateEngineAsync();
        using var clone = await SmallImages.CloneAsync(EngineHome.Path);
        await SmallImages.AddBusyboxAsync(clone);
        SmallImages.Fill(clone, "base", Guid.NewGuid().ToString());
        File.AppendAllText(Path.Combine(clone.Directory, "docker/leaf/Dockerfile"), "RUN [\"/bin/busybox\", \"false\"]\n");

        var failed = await clone.BuildAsync("Leaf", "--skip", "--supply", "Debian");
        Assert.That(failed.ExitCode, Is.EqualTo(1), failed.ToString());
        Assert.That(failed.ToString(), Does.Not.Contain("cancelled"));

        var next = await clone.BuildAsync("Middle", "--supply", "Debian");
        Assert.That(next.Error, Does.Contain("nothing to build, 2 reused"), next.ToString());
    }
}
