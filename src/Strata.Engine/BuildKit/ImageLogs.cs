using System.Globalization;

namespace Strata.Engine.BuildKit;

/// <summary>A log per image (<c>base-ml.log</c>), written while it is built.</summary>
internal sealed class ImageLogs : IDisposable
{
    private readonly string directory;
    private readonly bool append;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, StreamWriter> _writers = new(StringComparer.Ordinal);

    /// <summary>Opens logs in a directory, which is made.</summary>
    public ImageLogs(string directory, bool append, TimeProvider clock)
    {
        this.directory = directory;
        this.append = append;
        _clock = clock;
        Directory.CreateDirectory(directory);
    }

    /// <summary>Where an image's log stands.</summary>
    public static string PathOf(string directory, string image) => Path.Combine(directory, image + ".log");

    /// <summary>Adds a line: the time, the step, the text.</summary>
    public void Write(string image, BuildStep step, string text)
    {
        if (!_writers.TryGetValue(image, out var writer))
        {
            var file = new FileStream(PathOf(directory, image), append ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            writer = _writers[image] = new StreamWriter(file) { AutoFlush = true, NewLine = "\n" };
        }

        writer.WriteLine($"{_clock.GetUtcNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)} {Name(step)} {text}");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var writer in _writers.Values)
        {
            writer.Dispose();
        }
    }

    private static string Name(BuildStep step) =>
        step.Count == 0 ? "[-]" : step.Stage.Length == 0 ? $"[{step.Index}/{step.Count}]" : $"[{step.Stage} {step.Index}/{step.Count}]";
}
