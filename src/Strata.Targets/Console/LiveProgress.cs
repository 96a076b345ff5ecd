using System.Runtime.InteropServices;
using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Targets.Console;

/// <summary>Progress on a terminal: a block of lines that changes in place, at most ten times a second; what stays is printed above it.</summary>
internal sealed class LiveProgress : IBuildProgress, IDisposable
{
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly LiveState _state;
    private readonly LiveScreen _screen;
    private readonly TextWriter _terminal;
    private readonly LineStyle _style;
    private readonly Func<TerminalSize> _size;
    private readonly TimeProvider _clock;
    private readonly ITimer _frames;
    private readonly List<PosixSignalRegistration> _signals = [];
    private bool _isDisposed;

    /// <summary>Shows the images until <see cref="BuildEvent.Ended"/>.</summary>
    /// <param name="terminal">The terminal itself, not a <see cref="LiveWriter"/>.</param>
    /// <param name="images">Parents first.</param>
    /// <param name="style">Colours, or none.</param>
    /// <param name="size">The terminal's size now.</param>
    /// <param name="clock">Time and the timer of the frames.</param>
    /// <param name="planned">How long the build will take about; null when nobody knows.</param>
    public LiveProgress(TextWriter terminal, IEnumerable<ViewImage> images, LineStyle style, Func<TerminalSize> size, TimeProvider clock, TimeSpan? planned = null)
    {
        (_terminal, _style, _size, _clock) = (terminal, style, size, clock);
        _state = new LiveState(images, clock.GetUtcNow(), planned);
        _screen = new LiveScreen(terminal);
        Handle(PosixSignal.SIGINT, Cancel);
        Handle(PosixSignal.SIGTERM, Cancel);
        if (!OperatingSystem.IsWindows())
        {
            Handle(PosixSignal.SIGTSTP, _screen.Pause);
            Handle(PosixSignal.SIGCONT, _screen.Forget);
        }

        _frames = clock.CreateTimer(_ => Draw(), null, FrameTime, FrameTime);
    }

    /// <summary>Called once, when nothing is drawn any more.</summary>
    public event Action? Disposed;

    /// <summary>Held while the terminal is written to.</summary>
    public Lock Gate => _lock;

    public void Report(BuildEvent happened)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _state.Apply(happened, _clock.GetUtcNow());
            switch (happened)
            {
                case BuildEvent.ImageFinished { Result: ImageFailed failed }:
                    PrintAbove([.. FailureText.Render(failed)]);
                    break;
                case BuildEvent.Warning warning:
                    PrintAbove([StyledText.Empty.Add(Tone.Warn, warning.Image is null ? "warning: " : $"warning in {warning.Image}: ").Add(warning.Text)]);
                    break;
                case BuildEvent.Note note:
                    PrintAbove([StyledText.Empty.Add(Tone.Faint, note.Text)]);
                    break;
                case BuildEvent.Ended:
                    End();
                    break;
            }
        }
    }

    /// <summary>Lets others write to the terminal, above the view.</summary>
    public void Aside(Action write)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _screen.Clear(_size().Columns);
            }

            write();
        }
    }

    /// <summary>Draws the view as it is now.</summary>
    public void Draw()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            var (columns, rows) = _size();
            var width = Math.Max(1, columns - 1);
            var frame = LiveFrame.Render(_state, new TerminalSize(width, rows), _clock.GetUtcNow());
            _screen.Draw([.. frame.Select(l => (l.Render(_style, width), Math.Min(l.Width, width)))], columns);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _screen.Clear(_size().Columns);
            _screen.Release();
            _isDisposed = true;
        }

        _frames.Dispose();
        _signals.ForEach(s => s.Dispose());
        Disposed?.Invoke();
    }

    private void Cancel()
    {
        _state.IsCancelling = true;
        _screen.Release();
    }

    private void End()
    {
        var results = _state.Images.Select(i => i.Result).OfType<ImageResult>().ToList();
        PrintAbove([.. OutcomeText.Render(results, _state.Images.Count, _clock.GetUtcNow() - _state.Began, _state.Planned)]);
        Dispose();
    }

    private void PrintAbove(IReadOnlyList<StyledText> lines) => Aside(() =>
    {
        foreach (var line in lines)
        {
            _terminal.Write(line.Render(_style) + "\n");
        }

        _terminal.Flush();
    });

    /// <summary>The signal's own effect stays; the cursor must be there whatever it is.</summary>
    private void Handle(PosixSignal signal, Action then) => _signals.Add(PosixSignalRegistration.Create(signal, _ =>
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                then();
            }
        }
    }));
}
