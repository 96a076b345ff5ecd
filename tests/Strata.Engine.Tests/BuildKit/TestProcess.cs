using System.Diagnostics;

namespace Strata.Engine.Tests.BuildKit;

/// <summary>A server that a test runs; ended with its children at the end.</summary>
internal sealed class TestProcess : IAsyncDisposable
{
    private readonly Process process;

    public TestProcess(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public string Output { get; private set; } = "";

    /// <summary>Waits until the server answers.</summary>
    public async Task ReadyAsync(Func<Task<bool>> answers)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await answers())
        {
            Assert.That(process.HasExited, Is.False, Output);
            await Task.Delay(100, patience.Token);
        }
    }

    /// <summary>SIGKILL, for it alone.</summary>
    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (process)
        {
            Output += line + "\n";
        }
    }
}
