using FsCheck;
using FsCheck.Fluent;
using Strata.Engine.BuildKit;
using Strata.Planning;
using Strata.Targets.Console;

namespace Strata.Targets.Tests.Console;

public sealed class LiveFrameTests
{
    private static readonly DateTimeOffset Began = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Test]
    public void Any_frame_fits_the_terminal() => Prop.ForAll(
        Gen.Choose(1, 300).ToArbitrary(), Gen.Choose(1, 60).ToArbitrary(), Gen.Choose(1, 200).ToArbitrary(),
        (images, rows, columns) =>
        {
            var state = State(images);
            var frame = LiveFrame.Render(state, new TerminalSize(columns, rows), Began.AddSeconds(100));
            Assert.That(frame, Has.Count.LessThanOrEqualTo(Math.Max(1, rows - 1)).Or.Count.EqualTo(2));
            Assert.That(frame.Select(l => l.Render(LineStyle.None, columns).Length), Is.All.LessThanOrEqualTo(columns));
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Failed_and_running_images_are_shown_before_others()
    {
        var text = Text(State(102), 20);

        Assert.That(text, Does.Contain("i3 ").And.Contain("failed at docker/i3/Dockerfile:1"));
        Assert.That(text, Does.Contain("i5 ").And.Contain("RUN make"));
        Assert.That(text, Does.Match(@"\d+ waiting: i\d"));
        Assert.That(text, Does.Match(@"\d+ built: i\d"));
    }

    [Test]
    public void Wide_characters_take_two_columns() =>
        Assert.That(StyledText.Fit("下载中下载中下载中", 8), Is.EqualTo("下载中…"));

    [Test]
    public void Engine_that_is_silent_is_told_until_it_is_heard()
    {
        var state = State(3);
        state.Apply(new BuildEvent.Stalled(TimeSpan.FromSeconds(60)), Began);
        Assert.That(Text(state, 20), Does.Contain("nothing heard of the engine for 60 s"));
        state.Apply(new BuildEvent.StepStarted("i1", new BuildStep("", 1, 1, "RUN x")), Began);
        Assert.That(Text(state, 20), Does.Not.Contain("nothing heard"));
    }

    private static string Text(LiveState state, int rows) =>
        string.Join('\n', LiveFrame.Render(state, new TerminalSize(100, rows), Began.AddSeconds(9)).Select(l => l.Render(LineStyle.None, 100)));

    /// <summary>Of ten images each: two wait, three are built, one has failed, the others run.</summary>
    private static LiveState State(int count)
    {
        var state = new LiveState(Enumerable.Range(0, count).Select(i => new ViewImage($"i{i}", i % 10 is 8 ? ["i5"] : [])), Began, null);
        for (var i = 0; i < count; i++)
        {
            state.Apply((i % 10) switch
            {
                0 or 1 or 2 => new BuildEvent.ImageFinished(new ImageBuilt($"i{i}", "x:y", "sha256:0", TimeSpan.FromSeconds(1), [], 1, 0)),
                3 when i < 10 => new BuildEvent.ImageFinished(new ImageFailed($"i{i}", new Problem($"docker/i{i}/Dockerfile:1", "RUN x exited with code 1"))),
                8 or 9 => new BuildEvent.StepOutput($"i{i}", new BuildStep("", 1, 1, "RUN x"), "x"),
                _ => new BuildEvent.StepStarted($"i{i}", new BuildStep("", 1, 3, "RUN make")),
            }, Began);
        }

        return state;
    }
}
