using Strata.Planning;

namespace Strata.Targets.Console;

/// <summary>What became of an image, in a few words.</summary>
internal static class ResultText
{
    public static (Tone Tone, string Text) Describe(ImageResult result) => result switch
    {
        ImageBuilt { Steps: > 0 } r when r.CachedSteps == r.Steps => (Tone.Good, $"built from cache in {Durations.Format(r.Duration)}"),
        ImageBuilt r => (Tone.Good, $"built in {Durations.Format(r.Duration)}"),
        ImageReused => (Tone.Faint, "reused"),
        ImageFailed r => (Tone.Bad, $"failed at {r.Problem.Place}"),
        ImageNotBuilt r => (Tone.Warn, $"not built: {r.Because}"),
        ImageSkipped r => (Tone.Faint, $"skipped: {r.Reason}"),
        _ => (Tone.Plain, "done"),
    };
}
