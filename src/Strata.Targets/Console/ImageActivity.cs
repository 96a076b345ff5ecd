using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Targets.Console;

/// <summary>What one image does now.</summary>
internal sealed class ImageActivity(ViewImage image)
{
    private readonly List<(BuildStep Step, DateTimeOffset Since)> _running = [];

    /// <summary>The image.</summary>
    public ViewImage Image { get; } = image;

    /// <summary>What became of it; null before that.</summary>
    public ImageResult? Result { get; set; }

    /// <summary>The last line of the step that is shown; empty when it has not printed any.</summary>
    public string LastLine { get; private set; } = "";

    /// <summary>Whether one of its steps runs.</summary>
    public bool IsRunning => Result is null && _running.Count > 0;

    /// <summary>The step to show: of those with a number the one that runs longest, else the one that began last.</summary>
    public (BuildStep Step, DateTimeOffset Since) Current => _running.Find(r => r.Step.Index > 0) is { Step: not null } numbered ? numbered : _running[^1];

    public void Start(BuildStep step, DateTimeOffset now) => _running.Add((step, now));

    public void Print(BuildStep step, string line)
    {
        if (line.Length > 0 && IsRunning && Current.Step == step)
        {
            LastLine = line.Trim().Replace('\t', ' ');
        }
    }

    public void Finish(BuildStep step)
    {
        var shown = IsRunning ? Current.Step : null;
        if (_running.FindIndex(r => r.Step == step) is >= 0 and var index)
        {
            _running.RemoveAt(index);
        }

        if (shown is null || !IsRunning || Current.Step != shown)
        {
            LastLine = "";
        }
    }

    /// <summary>Drops what was under way: a failed solve has ended, and its steps with it.</summary>
    public void Interrupt()
    {
        _running.Clear();
        LastLine = "";
    }
}
