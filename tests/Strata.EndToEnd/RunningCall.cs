using System.Diagnostics;
using System.Text;

namespace Strata.EndToEnd;

/// <summary>A call of <c>./build.sh</c> that is still going on.</summary>
public sealed class RunningCall : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _lines = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];
    private readonly Lock _lock = new();

    private RunningCall(Process process) => _process = process;

    /// <summary>The build program's process: the script replaces itself by it.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts the script.</summary>
    public static RunningCall Start(WorkingCopy copy, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(copy.Directory, "build.sh"), arguments)
        {
            WorkingDirectory = copy.Directory,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in copy.Environment)
        {
            start.Environment[name] = value;
        }

        var call = new RunningCall(new Process { StartInfo = start });
        call._process.OutputDataReceived += (_, e) => call.Take(e.Data);
        call._process.ErrorDataReceived += (_, e) => call.Take(e.Data);
        call._process.Start();
        call._process.BeginOutputReadLine();
        call._process.BeginErrorReadLine();
        return call;
    }

    /// <summary>Waits until a line has the text in it.</summary>
    public async Task SeeAsync(string text, TimeSpan patience)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_lines.ToString().Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            _awaited.Add((text, seen));
        }

        // A call that has ended says nothing more.
        await Task.WhenAny(seen.Task, Task.Delay(patience), _process.WaitForExitAsync());
        if (!seen.Task.IsCompleted)
        {
            Assert.Fail($"'{text}' did not come:\n{_lines}");
        }
    }

    /// <summary>Sends a signal to the program.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{ProcessId}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<CallResult> EndAsync(TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        await _process.WaitForExitAsync(deadline.Token);
        return new CallResult(_process.ExitCode, _lines.ToString(), "");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        lock (_lock)
        {
            _lines.AppendLine(line);
            foreach (var (text, seen) in _awaited)
            {
                if (line?.Contains(text, StringComparison.Ordinal) == true)
                {
                    seen.TrySetResult();
                }
            }
        }
    }
}
