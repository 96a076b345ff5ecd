namespace Strata.Engine.BuildKit;

/// <summary>Hears what happens while images are built; called from any thread, one call at a time.</summary>
public interface IBuildProgress
{
    /// <summary>Takes one event.</summary>
    void Report(BuildEvent happened);
}
