using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Targets.Console;

/// <summary>Progress for programs: one JSON object a line, as docs/progress.md says.</summary>
internal sealed class JsonProgress : IBuildProgress
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _lock = new();
    private readonly TextWriter _output;
    private readonly TimeProvider _clock;

    /// <summary>Begins with a line for each image.</summary>
    /// <param name="output">Where the lines go; nothing else may write there.</param>
    /// <param name="images">Parents first.</param>
    /// <param name="clock">The time of events.</param>
    public JsonProgress(TextWriter output, IEnumerable<ViewImage> images, TimeProvider clock)
    {
        (_output, _clock) = (output, clock);
        foreach (var image in images)
        {
            WriteLine(json =>
            {
                Head(json, "image-planned", image.Name);
                Text(json, "text", string.Join(' ', image.Parents));
            });
        }
    }

    public void Report(BuildEvent happened) => WriteLine(json => Write(json, happened));

    private void WriteLine(Action<Utf8JsonWriter> write)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteString("at", _clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        lock (_lock)
        {
            _output.Write(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length) + "\n");
            _output.Flush();
        }
    }

    private static void Write(Utf8JsonWriter json, BuildEvent happened)
    {
        switch (happened)
        {
            case BuildEvent.ImageStarted e:
                Head(json, "image-started", e.Image);
                break;
            case BuildEvent.StepStarted e:
                Head(json, "step-started", e.Image, e.Step);
                break;
            case BuildEvent.StepOutput e:
                Head(json, "step-output", e.Image, e.Step, e.Line);
                break;
            case BuildEvent.StepFinished e:
                Head(json, e.Error is not null ? "step-failed" : e.Cached ? "step-cached" : "step-done", e.Image, e.Step);
                Seconds(json, e.Duration);
                Text(json, "error", e.Error);
                break;
            case BuildEvent.ImageExported e:
                Head(json, "image-exported", e.Image);
                Seconds(json, e.Duration);
                Text(json, "digest", e.Digest);
                break;
            case BuildEvent.ImageFinished { Result: var result }:
                Result(json, result);
                break;
            case BuildEvent.Warning e:
                Head(json, "warning", e.Image);
                Text(json, "text", e.Text);
                break;
            case BuildEvent.Stalled e:
                Head(json, "stalled", null);
                Seconds(json, e.Silence);
                break;
            case BuildEvent.Note e:
                Head(json, "note", null);
                Text(json, "text", e.Text);
                break;
            case BuildEvent.Ended:
                Head(json, "ended", null);
                break;
        }
    }

    private static void Result(Utf8JsonWriter json, ImageResult result)
    {
        switch (result)
        {
            case ImageBuilt r:
                Head(json, "image-built", r.Image);
                Text(json, "text", r.Reference);
                Seconds(json, r.Duration);
                Text(json, "digest", r.Digest);
                break;
            case ImageReused r:
                Head(json, "image-reused", r.Image);
                Text(json, "text", r.Reference);
                Text(json, "digest", r.Digest);
                break;
            case ImageFailed r:
                Head(json, "image-failed", r.Image);
                Text(json, "text", r.Problem.Excerpt);
                Text(json, "error", $"{r.Problem.Place}: {r.Problem.What}");
                break;
            case ImageNotBuilt r:
                Head(json, "image-not-built", r.Image);
                Text(json, "text", r.Because);
                break;
            case ImageSkipped r:
                Head(json, "image-skipped", r.Image);
                Text(json, "text", r.Reason);
                break;
            default:
                Head(json, "image-done", result.Image);
                break;
        }
    }

    private static void Head(Utf8JsonWriter json, string type, string? image)
    {
        json.WriteString("type", type);
        Text(json, "image", image);
    }

    /// <param name="json">The line.</param>
    /// <param name="type">What happened.</param>
    /// <param name="image">Whose step.</param>
    /// <param name="step">The step.</param>
    /// <param name="text">What it printed; null for the instruction.</param>
    private static void Head(Utf8JsonWriter json, string type, string image, BuildStep step, string? text = null)
    {
        Head(json, type, image);
        if (step.Stage.Length > 0)
        {
            json.WriteString("step", step.Stage);
        }

        if (step.Index > 0)
        {
            json.WriteNumber("index", step.Index);
            json.WriteNumber("count", step.Count);
        }

        json.WriteString("text", text ?? step.Text);
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void Seconds(Utf8JsonWriter json, TimeSpan duration) => json.WriteNumber("seconds", Math.Round(duration.TotalSeconds, 3));
}
