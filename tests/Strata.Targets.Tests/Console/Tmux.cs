using System.Collections.Immutable;
using Strata.Engine.Hosts;

namespace Strata.Targets.Tests.Console;

/// <summary>A terminal to look at: a tmux server of its own with one window.</summary>
internal sealed class Tmux : IAsyncDisposable
{
    private static readonly LocalHost Host = new();

    private readonly string _server = $"strata-{Guid.NewGuid():N}";

    /// <summary>Starts a command in a terminal of a size.</summary>
    public static async Task<Tmux> StartAsync(int columns, int rows, string command, string? rawOutput = null)
    {
        await InstallAsync();
        var tmux = new Tmux();
        await tmux.RunAsync("new-session", "-d", "-x", $"{columns}", "-y", $"{rows}", "-s", "t", "sh -c 'stty -icanon -echo; read -r go; exec sh'", ";", "set", "-g", "remain-on-exit", "on");
        if (rawOutput is not null)
        {
            await tmux.RunAsync("pipe-pane", "-t", "t", "-o", $"cat > {rawOutput}");
        }

        await tmux.RunAsync("respawn-pane", "-k", "-t", "t", $"stty -icanon -echo; exec {command}");
        return tmux;
    }

    /// <summary>All rows that are seen and those that were scrolled away, without trailing blanks and empty rows at the end.</summary>
    public async Task<string> CaptureAsync()
    {
        var rows = await RunAsync("capture-pane", "-p", "-S", "-", "-t", "t");
        return string.Join('\n', rows.Select(r => r.TrimEnd())).TrimEnd('\n');
    }

    /// <summary>Whether the cursor is seen.</summary>
    public async Task<bool> IsCursorShownAsync() => (await RunAsync("display-message", "-p", "-t", "t", "#{cursor_flag}"))[0] == "1";

    /// <summary>Presses a key, in tmux's words.</summary>
    public async Task PressAsync(string key) => await RunAsync("send-keys", "-t", "t", key);

    /// <summary>Changes the size.</summary>
    public async Task ResizeAsync(int columns, int rows) => await RunAsync("resize-window", "-t", "t", "-x", $"{columns}", "-y", $"{rows}");

    public async ValueTask DisposeAsync() => await Host.RunAsync(new Command("tmux", ["-L", _server, "kill-server"]), null, CancellationToken.None);

    private static async Task InstallAsync()
    {
        try
        {
            await Host.CaptureAsync(new Command("tmux", "-V"), CancellationToken.None);
        }
        catch (StrataException)
        {
            var code = Environment.UserName == "root" && File.Exists("/usr/bin/apt-get")
                ? await Host.RunAsync(new Command("sh", ["-c", "apt-get -qq install -y tmux || { apt-get -qq update && apt-get -qq install -y tmux; }"]), null, CancellationToken.None)
                : 1;
            if (code != 0)
            {
                Assert.Ignore("no tmux: apt-get install tmux");
            }
        }
    }

    private async Task<ImmutableArray<string>> RunAsync(params ImmutableArray<string> arguments)
    {
        var output = await Host.CaptureAsync(new Command("tmux", ["-L", _server, "-f", "/dev/null", "-u", .. arguments]), CancellationToken.None);
        Assert.That(output.ExitCode, Is.Zero, output.LastLines());
        return [.. output.Lines.Where(l => !l.IsError).Select(l => l.Text)];
    }
}
