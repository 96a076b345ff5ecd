namespace Strata.EndToEnd;

/// <summary>A build that is left to the host, and the calls that meet it there.</summary>
public sealed class DetachedBuildTests : RemoteFixture
{
    [Test]
    public async Task Plain_Attach_publishes_what_the_call_that_left_it_would_have_published()
    {
        SmallImages.Refill(Client);
        using var named = Client.Borrow(("REGISTRY", $"{Stage.Registry.Address}/left"));
        var left = await BuildAllAsync("--detach", "--tag", "v1");
        Assert.That(left.Error, Does.Contain("nothing is published before"));
        Assert.That(await Stage.DigestsAsync("v1", "/left"), Is.All.Null);

        var attached = await Client.BuildAsync("Attach", "--supply", "Debian", "--tag", "v1");

        Assert.That(attached.ExitCode, Is.Zero, attached.ToString());
        Assert.That(attached.Error, Does.Contain("published 3 images").And.Not.Contain("of other sources").And.Not.Contain("kept "));
        Assert.That(await Stage.DigestsAsync("v1", "/left"), Has.None.Null);
    }
}
