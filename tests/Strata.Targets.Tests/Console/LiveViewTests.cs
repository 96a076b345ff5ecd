using System.Text;

namespace Strata.Targets.Tests.Console;

/// <summary>The live view as a terminal shows it, moment by moment, held against the recordings in Golden.</summary>
/// <remarks>With STRATA_RECORD=1 the recordings are made anew: read them before they are committed.</remarks>
public sealed class LiveViewTests
{
    // What the story's own program asks, and what .NET sends to a terminal that knows it when Console.Out is first used.
    private const string Question = "\e[6n";
    private const string RuntimeStart = "\e[?1h\e=";

    [Test]
    public async Task Recording_is_what_the_terminal_shows(
        [Values("success", "failure", "cancel", "many")] string story, [Values(80, 160)] int columns)
    {
        using var played = new PlayedStory();
        await using var terminal = await Tmux.StartAsync(columns, 24, played.Command(story));
        var frames = new StringBuilder();
        for (var moment = ""; moment != "end";)
        {
            moment = await played.NextAsync();
            var isCursorShown = await terminal.IsCursorShownAsync();
            frames.Append($"=== {moment}\n{await terminal.CaptureAsync()}\n");
            Assert.That(isCursorShown, Is.EqualTo(moment is "end" or "cancelling"), $"cursor at '{moment}'");
            if (story == "cancel" && moment == "running")
            {
                await terminal.PressAsync("C-c");
            }

            if (moment != "end")
            {
                played.GoOn();
            }
        }

        Golden.Check($"{story}-{columns}.txt", frames.ToString());
    }

    [Test]
    public async Task Narrower_terminal_gets_a_narrower_view()
    {
        using var played = new PlayedStory();
        await using var terminal = await Tmux.StartAsync(120, 24, played.Command("success"));
        for (var moment = ""; moment != "base runs"; played.GoOn())
        {
            moment = await played.NextAsync();
        }

        await played.NextAsync();
        await terminal.ResizeAsync(70, 20);
        played.GoOn();
        await played.NextAsync();
        var rows = (await terminal.CaptureAsync()).Split('\n');
        Assert.That(rows.Count(r => r.Contains("svc-rag-retriever")), Is.EqualTo(1), string.Join('\n', rows));
        Assert.That(rows.Count(r => r.StartsWith("build ")), Is.EqualTo(1), string.Join('\n', rows));
    }

    [Test]
    public async Task Without_colours_it_is_still_live()
    {
        var raw = await RawAsync("NO_COLOR=1");
        Assert.That(raw, Does.Contain("\e[?25l").And.Contain("\e[?25h"));
        Assert.That(raw, Does.Not.Match(@"\x1b\[[0-9;]*m"));
    }

    [TestCase("TERM=dumb")]
    [TestCase("CI=true NO_COLOR=1")]
    public async Task No_escape_codes_where_they_are_not_wanted(string environment)
    {
        var raw = await RawAsync(environment);
        Assert.That(raw, Does.Contain("base-ml").And.Contain("built in"));
        Assert.That(raw.Replace(Question, "").Replace(RuntimeStart, ""), Does.Not.Contain("\e"));
    }

    [Test]
    public async Task No_escape_codes_in_a_pipe()
    {
        var raw = await RawAsync("", "2>&1 | cat");
        Assert.That(raw, Does.Contain("base-ml").And.Contain("built in"));
        Assert.That(raw.Replace(Question, ""), Does.Not.Contain("\e"));
    }

    /// <summary>All that a terminal is sent in a story that goes well.</summary>
    private static async Task<string> RawAsync(string environment, string redirection = "")
    {
        using var played = new PlayedStory();
        var command = redirection.Length == 0 ? played.Command("success", environment: environment) : $"sh -c '{played.Command("success", environment: environment)} < /dev/null {redirection}'";
        await using var terminal = await Tmux.StartAsync(100, 24, command, played.RawOutput);
        for (var moment = ""; moment != "end";)
        {
            moment = await played.NextAsync();
            if (moment != "end")
            {
                played.GoOn();
            }
        }

        await terminal.CaptureAsync();
        return await File.ReadAllTextAsync(played.RawOutput);
    }
}
