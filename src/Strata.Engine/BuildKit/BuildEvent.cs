using Strata.Planning;

namespace Strata.Engine.BuildKit;

/// <summary>Something that happened during a build.</summary>
public abstract record BuildEvent
{
    private BuildEvent()
    {
    }

    /// <summary>The first step of an image started; told once in a build, however many solves it takes.</summary>
    public sealed record ImageStarted(string Image) : BuildEvent;

    /// <summary>A step of an image started.</summary>
    /// <param name="Image">The image whose Dockerfile the step stands in.</param>
    /// <param name="Step">Which step.</param>
    public sealed record StepStarted(string Image, BuildStep Step) : BuildEvent;

    /// <summary>A step printed a line.</summary>
    public sealed record StepOutput(string Image, BuildStep Step, string Line) : BuildEvent;

    /// <summary>A step ended.</summary>
    /// <param name="Image">The image.</param>
    /// <param name="Step">Which step.</param>
    /// <param name="Duration">From start to end.</param>
    /// <param name="Cached">It came from BuildKit's cache.</param>
    /// <param name="Error">BuildKit's message; null when it went well.</param>
    public sealed record StepFinished(string Image, BuildStep Step, TimeSpan Duration, bool Cached, string? Error) : BuildEvent;

    /// <summary>An image is in the engine's store under its tags, while other images of the solve may still be built.</summary>
    /// <param name="Image">The image.</param>
    /// <param name="Digest">Digest of its manifest, <c>sha256:...</c>.</param>
    /// <param name="Duration">How long its own steps and its export took.</param>
    /// <param name="Steps">Steps of its own Dockerfile that were solved.</param>
    /// <param name="CachedSteps">How many of these came from BuildKit's cache.</param>
    public sealed record ImageExported(string Image, string Digest, TimeSpan Duration, int Steps, int CachedSteps) : BuildEvent;

    /// <summary>It is known what became of an image.</summary>
    public sealed record ImageFinished(ImageResult Result) : BuildEvent;

    /// <summary>Nothing was heard of the engine for a while.</summary>
    /// <param name="Silence">How long.</param>
    public sealed record Stalled(TimeSpan Silence) : BuildEvent;

    /// <summary>Something that is worth a line, but stops nothing.</summary>
    /// <param name="Image">The image; null when it concerns all.</param>
    /// <param name="Text">Lower case, no full stop.</param>
    public sealed record Warning(string? Image, string Text) : BuildEvent;

    /// <summary>A phase of the work outside images, such as fetching the private engine or making an upstream.</summary>
    public sealed record Note(string Text) : BuildEvent;

    /// <summary>The build is over, whatever became of it; nothing follows.</summary>
    public sealed record Ended : BuildEvent;
}

/// <summary>A step of a Dockerfile as BuildKit numbers it.</summary>
/// <param name="Stage">The stage's name as BuildKit shows it (<c>deps-debian</c>, <c>stage-2</c>); empty for internal steps.</param>
/// <param name="Index">From 1; 0 for steps without a number.</param>
/// <param name="Count">Of how many; 0 when unknown.</param>
/// <param name="Text">The instruction, or what BuildKit calls the step.</param>
public sealed record BuildStep(string Stage, int Index, int Count, string Text);
